/** What proven facts of money mean, told from the facts themselves and never from the page. */
import type { Fact, JsonObject, Verdict } from "@concordat/kernel"
import { amountOf, type Unit } from "./amount.ts"
import { tell } from "./tell.ts"

const count = (row: JsonObject, column: string) => BigInt(String(row[column]))

function rowMeaning(row: JsonObject, unit: Unit): string {
  const balance = count(row, "creditsPosted") - count(row, "debitsPosted")
  const asset = String(row["asset"])
  if (row["kind"] === "issuance") {
    return tell("meaning.supply", { asset, amount: amountOf(unit).text(-balance) })
  }
  return tell("meaning.balance", { amount: amountOf(unit).text(balance) })
}

function meaning(fact: Fact, unitOf: (asset: string) => Unit): string | null {
  if (fact.kind === "value" && fact.service === "money" && fact.table === "accounts") {
    const row = fact.value as JsonObject
    return rowMeaning(row, unitOf(String(row["asset"])))
  }
  if (fact.kind !== "event" || fact.service !== "money" || fact.event !== "moved") return null
  const { amount, asset } = fact.fields as JsonObject
  const text = amountOf(unitOf(String(asset))).text(BigInt(String(amount)))
  return tell("meaning.payment", { amount: text })
}

/** The sentences of a verdict that holds. The number of decimals is the ledger's word alone. */
export function moneyMeaning({ valid, claims }: Verdict, unitOf: (asset: string) => Unit) {
  return valid ? claims.flatMap((fact) => meaning(fact, unitOf) ?? []) : []
}
