/** The hand-made pages of this service, for customers and for the desks of all others. */
import type { Screen } from "@concordat/console/components"
import { AccountPage } from "./screens/account.tsx"
import { AssetPage } from "./screens/asset.tsx"
import { BankPage } from "./screens/bank.tsx"
import { CyclePage } from "./screens/cycle.tsx"
import { ExchangePage } from "./screens/exchange.tsx"
import { FilePage } from "./screens/file.tsx"
import { LimitsPage } from "./screens/limits.tsx"
import { MinePage } from "./screens/mine.tsx"
import { NettingPage } from "./screens/netting.tsx"
import { OpenAccountPage } from "./screens/open-account.tsx"
import { OpenCyclePage } from "./screens/open-cycle.tsx"
import { OrderPage } from "./screens/order.tsx"
import { OrdersPage } from "./screens/orders.tsx"
import { PayPage } from "./screens/pay.tsx"
import { PaymentPage } from "./screens/payment.tsx"
import { RequestPage } from "./screens/request.tsx"
import { TreasuryPage } from "./screens/treasury.tsx"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "mine", Component: MinePage },
  { path: "pay", Component: PayPage },
  { path: "request", Component: RequestPage },
  { path: "payments/$entry", Component: PaymentPage },
  { path: "accounts/$account", Component: AccountPage },
  { path: "limits/$account", Component: LimitsPage },
  { path: "bank", Component: BankPage },
  { path: "bank/open", Component: OpenAccountPage },
  { path: "file", Component: FilePage },
  { path: "treasury", Component: TreasuryPage },
  { path: "assets/$asset", Component: AssetPage },
  { path: "orders", Component: OrdersPage },
  { path: "orders/$order", Component: OrderPage },
  { path: "netting", Component: NettingPage },
  { path: "netting/open", Component: OpenCyclePage },
  { path: "cycles/$cycle", Component: CyclePage },
  { path: "exchange", Component: ExchangePage },
]
