/** For tests: the story of the banks, told through the gateway; the last payment has a UETR. */
import { type Hash, type Hex, type JsonObject, sha256Hex, utf8 } from "@concordat/kernel"
import { demoPayments } from "@concordat/services/money/demo"
import { DEMO_ISSUER, DEMO_TELLERS } from "@concordat/services/organisations/demo"
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
export async function say(test: TestGateway, who: string, command: string, input: JsonObject) {
  const path = `/v1/${command.replace(".", "/")}`
  const response = await post(test, path, input, { "Concordat-As": who })
  const said = await response.text()
  expect(response.status, said).toBe(200)
  return JSON.parse(said) as JsonObject
}

/** Tells the story of the banks. */
export async function tellBanks(test: TestGateway): Promise<void> {
  let count = 0
  const digest = sha256Hex(utf8("terms")) as Hash
  const story = demoPayments({
    ...{ issuer: DEMO_ISSUER, banks: [DEMO_TELLERS[0]!, DEMO_TELLERS[1]!], number: numberOf },
    ...{ fresh: () => freshId(test, ++count), terms: digest, backing: digest },
  })
  for (const { who, command, input } of story) {
    const { line } = input as { line?: JsonObject }
    const uetr = line?.["amount"] === "2450" ? { line: { ...line, uetr: numberOf("uetr") } } : {}
    await say(test, who, command, { ...input, ...uetr } as JsonObject)
  }
}
