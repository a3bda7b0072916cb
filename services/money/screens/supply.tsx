/** How much of an asset is in circulation: the issuance account's debits less its credits. */
import { type AccountRow, accounts } from "../tables.ts"
import { Amount } from "./amount-cell.tsx"
import { type Asset, useRow } from "./ask.ts"

/** What was issued and not taken back. */
export function supplyOf({ debitsPosted, creditsPosted }: AccountRow): bigint {
  return debitsPosted - creditsPosted
}

/** The figure; a dash while it is not known. */
export function Supply({ asset }: { readonly asset: Asset }) {
  const { data } = useRow(accounts, [asset.issuance])
  return data ? <Amount units={supplyOf(data)} unit={asset} /> : <>–</>
}
