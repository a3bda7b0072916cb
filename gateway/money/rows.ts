/** Rows of accounts and assets, as money's own routes need them. */
import { type Hex, Refusal, type Row, stateKey, time } from "@concordat/kernel"
import { accounts, assets } from "@concordat/services/money"
import type { GatewayOptions } from "../gateway.ts"

type Ledger = GatewayOptions["ledger"]

/** The refusal for what is not there. */
export function absent(code: string, message: string): Refusal {
  return new Refusal(code, message, {}, 404)
}

/** An account with the height at which the answer holds; throws `unknown_account`. */
export async function accountOf(ledger: Ledger, account: Hex) {
  const { value, height, time: at } = await ledger.row(stateKey(accounts, { account }))
  if (value === null) throw absent("unknown_account", "There is no such account.")
  const row = accounts.readRow(value) as Row<typeof accounts>
  return { row, height: height.toString(), time: time.toJson(at) }
}

/** An asset; throws `unknown_asset`. */
export async function assetOf(ledger: Ledger, asset: string): Promise<Row<typeof assets>> {
  const { value } = await ledger.row(stateKey(assets, { asset }))
  if (value === null) throw absent("unknown_asset", "There is no such asset.")
  return assets.readRow(value) as Row<typeof assets>
}
