/** For tests: the story of the banks, told through the gateway; the last payment has a UETR. */
import {
  type Hash,
  type Hex,
  type JsonObject,
  type Party,
  sha256Hex,
  utf8,
} from "@concordat/kernel"
import { type DemoPayment, demoDay, demoPayments } from "@concordat/services/money/demo"
import {
  DEMO_CUSTOMERS,
  DEMO_ISSUER,
  DEMO_OFFICER,
  DEMO_TELLERS,
} from "@concordat/services/organisations/demo"
import { expect } from "vitest"
import { post, type TestGateway } from "../gateway.testing.ts"

/** The number of an account, a UETR or a hold by a name. */
export const numberOf = (name: string) => sha256Hex(utf8(name)).slice(0, 32) as Hex

/** A number that carries the ledger's time, as ids of entries and holds do. */
export function freshId(test: TestGateway, count: number): Hex {
  const time = test.ledger.status().time.toString(16).padStart(12, "0")
  return `${time}7${count.toString(16).padStart(19, "0")}` as Hex
}

/** Sends a command of somebody, which is accepted. */
export async function say(
  test: TestGateway,
  who: string,
  command: string,
  input: JsonObject,
  others: readonly string[] = [],
) {
  const path = `/v1/${command.replace(".", "/")}`
  const cosigners = others.length === 0 ? {} : { "Concordat-Cosigners": others.join(",") }
  const response = await post(test, path, input, { "Concordat-As": who, ...cosigners })
  const said = await response.text()
  expect(response.status, said).toBe(200)
  return JSON.parse(said) as JsonObject
}

/** Digests that the story names. */
const DIGESTS = {
  terms: sha256Hex(utf8("terms")) as Hash,
  backing: sha256Hex(utf8("terms")) as Hash,
}

/** Ids of the ledger's time; the day's count goes on where that of the banks ends. */
function ids(test: TestGateway, from: number): () => Hex {
  let count = from
  return () => freshId(test, ++count)
}

async function tell(test: TestGateway, story: readonly DemoPayment[]): Promise<void> {
  for (const { who, with: others, command, input } of story) {
    const { line } = input as { line?: JsonObject }
    const uetr = line?.["amount"] === "2450" ? { line: { ...line, uetr: numberOf("uetr") } } : {}
    await say(test, who, command, { ...input, ...uetr } as JsonObject, others)
  }
}

/** Tells the story of the banks. */
export function tellBanks(test: TestGateway): Promise<void> {
  const banks = [DEMO_TELLERS[0]!, DEMO_TELLERS[1]!] as const
  const given = { issuer: DEMO_ISSUER, banks, number: numberOf, fresh: ids(test, 0) }
  return tell(test, demoPayments({ ...given, ...DIGESTS }))
}

/** The first id of the day at the desks. */
const DAY_IDS = 10_000

/** Tells the day at the desks, after the story of the banks. */
export function tellDay(test: TestGateway): Promise<void> {
  const given = { issuer: DEMO_ISSUER, officer: DEMO_OFFICER, number: numberOf }
  const customers = DEMO_CUSTOMERS as [Party, Party]
  const now = test.ledger.status().time
  const who = { banks: DEMO_TELLERS, customers, now, fresh: ids(test, DAY_IDS) }
  return tell(test, demoDay({ ...given, ...who, ...DIGESTS }))
}
