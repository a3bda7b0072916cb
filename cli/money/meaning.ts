/** What proven facts of money mean: supply, balance, payment, in a sentence each. */
import type { Fact, JsonObject, Verdict } from "@concordat/kernel"

function count(row: JsonObject, column: string): bigint {
  return BigInt(String(row[column]))
}

function rowMeaning(key: JsonObject, row: JsonObject, height: string): string {
  const balance = count(row, "creditsPosted") - count(row, "debitsPosted")
  const asset = String(row["asset"])
  const of = `in its smallest units, after block ${height}.`
  if (row["kind"] === "issuance") return `The supply of ${asset} was ${-balance}, ${of}`
  return `Account ${String(key["account"])} had ${balance} ${asset}, ${of}`
}

function meaning(fact: Fact, height: string): string | null {
  if (fact.kind === "value" && fact.service === "money" && fact.table === "accounts") {
    return rowMeaning(fact.key as JsonObject, fact.value as JsonObject, height)
  }
  if (fact.kind !== "event" || fact.service !== "money" || fact.event !== "moved") return null
  const { amount, asset, credit } = fact.fields as JsonObject
  const what = `${String(amount)} ${String(asset)}, in its smallest units,`
  return `The payment of ${what} to account ${String(credit)} is final.`
}

/** The sentences of a verdict that holds; none for facts of other services. */
export function moneyMeaning({ valid, height, claims }: Verdict): string[] {
  if (!valid || height === null) return []
  return claims.flatMap((fact) => meaning(fact, height.toString()) ?? [])
}
