/** Limits of an account as they are changed: what is entered, and who must sign it besides. */
import type { JsonObject } from "@concordat/kernel"
import { useState } from "react"
import type { AccountRow } from "../tables.ts"
import { amountOf } from "./amount.ts"
import { amountFault } from "./amount-cell.tsx"
import type { Asset, Found } from "./ask.ts"
import { tell } from "./tell.ts"

/** An account, and what there is besides it. */
export type Limited = {
  readonly account: string
  readonly row: AccountRow
  readonly asset: Asset
  /** Other accounts of its owner and asset. */
  readonly others: readonly Found<"accountList">[]
}

/** What somebody enters; null: nothing yet, and what is in force now stands there. */
function useEntered<T>(inForce: T): readonly [T, (value: T) => void] {
  const [entered, enter] = useState<T | null>(null)
  return [entered ?? inForce, enter]
}

/** The work: what nobody touches stays as it is when it is sent, not as it was when one came. */
export function useLimits({ account, row, asset }: Limited) {
  const { plain, read } = amountOf(asset)
  const [tier, setTier] = useEntered<number>(row.tier)
  const [bounded, bind] = useEntered(row.holdingLimit !== null)
  const [most, setMost] = useEntered(plain(row.holdingLimit ?? 0n))
  const [credit, setCredit] = useEntered(plain(row.creditLimit))
  const [sweepTo, setSweepTo] = useEntered<string>(row.sweepTo ?? "")
  const [source, setSource] = useEntered<string>(row.fundFrom?.account ?? "")
  const [left, setLeft] = useEntered(plain(row.fundFrom?.left ?? 0n))
  const [judged, judge] = useState(false)
  const texts = [credit, ...(bounded ? [most] : []), ...(source === "" ? [] : [left])]
  const faulty = texts.some((text) => amountFault(text, asset, 0n) !== null)
  const units = (text: string) => (faulty ? "0" : String(read(text)))
  const input: JsonObject = {
    ...{ account, tier, creditLimit: units(credit) },
    holdingLimit: bounded ? units(most) : null,
    sweepTo: sweepTo === "" ? null : sweepTo,
    fundFrom: source === "" ? null : { account: source, left: units(left) },
  }
  return {
    ...{ tier, setTier, bounded, bind, most, setMost, credit, setCredit, sweepTo, setSweepTo },
    ...{ source, setSource, left, setLeft, judged, judge, faulty, input },
  }
}

/** The fields, and what is done with them. */
export type Limits = ReturnType<typeof useLimits>

/** Why others must sign: credit is the scheme's, whose money is moved must agree. */
export function signersFor({ row }: Limited, { input }: Limits): readonly string[] {
  const credit = input["creditLimit"] !== String(row.creditLimit)
  const owner = ownerOf(row)
  const pulls = input["fundFrom"] !== null && owner.split("/")[0] !== row.operator
  return [
    ...(credit ? [tell("limits.scheme")] : []),
    ...(pulls ? [tell("limits.owner", { owner })] : []),
  ]
}

/** Whose it is, as a text. */
export function ownerOf({ owner }: AccountRow): string {
  return "party" in owner ? owner.party : owner.service
}
