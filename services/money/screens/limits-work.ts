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

/** The work; it begins with what is in force. */
export function useLimits({ account, row, asset }: Limited) {
  const { plain, read } = amountOf(asset)
  const [tier, setTier] = useState<number>(row.tier)
  const [bounded, bind] = useState(row.holdingLimit !== null)
  const [most, setMost] = useState(plain(row.holdingLimit ?? 0n))
  const [credit, setCredit] = useState(plain(row.creditLimit))
  const [sweepTo, setSweepTo] = useState<string>(row.sweepTo ?? "")
  const [source, setSource] = useState<string>(row.fundFrom?.account ?? "")
  const [left, setLeft] = useState(plain(row.fundFrom?.left ?? 0n))
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
