/** The hand-made pages of this service: of customers, banks, issuers, control, the scheme, dealers. */
import type { Screen } from "@concordat/console/components"
import { AccountPage } from "./screens/account.tsx"
import { AssetPage } from "./screens/asset.tsx"
import { BankPage } from "./screens/bank.tsx"
import { CyclePage } from "./screens/cycle.tsx"
import { ExchangePage } from "./screens/exchange.tsx"
import { MinePage } from "./screens/mine.tsx"
import { NettingPage } from "./screens/netting.tsx"
import { OrderPage } from "./screens/order.tsx"
import { OrdersPage } from "./screens/orders.tsx"
import { PayPage } from "./screens/pay.tsx"
import { PaymentPage } from "./screens/payment.tsx"
import { RequestPage } from "./screens/request.tsx"
import { tell } from "./screens/tell.ts"
import { TreasuryPage } from "./screens/treasury.tsx"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "mine", title: tell("mine.page"), Component: MinePage },
  { path: "pay", title: tell("pay.page"), Component: PayPage },
  { path: "request", title: tell("request.page"), Component: RequestPage },
  { path: "payments/$entry", title: tell("payment.page"), Component: PaymentPage },
  { path: "accounts/$account", title: tell("account.about"), Component: AccountPage },
  { path: "bank", title: tell("bank.page"), Component: BankPage },
  { path: "treasury", title: tell("treasury.page"), Component: TreasuryPage },
  { path: "assets/$asset", title: tell("treasury.asset"), Component: AssetPage },
  { path: "orders", title: tell("orders.page"), Component: OrdersPage },
  { path: "orders/$order", title: tell("orders.order"), Component: OrderPage },
  { path: "netting", title: tell("netting.page"), Component: NettingPage },
  { path: "cycles/$cycle", title: tell("netting.cycle"), Component: CyclePage },
  { path: "exchange", title: tell("exchange.page"), Component: ExchangePage },
]
