/** What a payment costs its payer by the policy of the asset: as the ledger reckons it. */
import type { Row } from "@concordat/kernel"
import { policies } from "../tables.ts"
import { type Asset, useRow } from "./ask.ts"

type Policy = Pick<Row<typeof policies>, "fees">

/** The fees on a line of an account: fixed, and a share rounded down; none to the payer itself. */
export function feesOf({ fees }: Policy, code: number, amount: bigint, payer: string): bigint {
  return fees
    .filter((fee) => fee.code === code && fee.to !== payer)
    .reduce((sum, { fixed, num, den }) => sum + fixed + (amount * BigInt(num)) / BigInt(den), 0n)
}

/** The policy in force of an asset; without fees while it is not known. */
export function usePolicy(asset: Asset | undefined): Policy {
  const key = [asset?.asset ?? "", String(asset?.policy ?? 0)]
  return useRow(policies, key, asset !== undefined).data ?? { fees: [] }
}
