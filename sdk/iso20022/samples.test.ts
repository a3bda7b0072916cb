/**
 * Published samples of banks and networks, both ways: each is read, written and read again as the
 * same; where its schema is at hand, the verdict over both is one.
 */
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { Invalid } from "@concordat/kernel"
import { describe, expect, test } from "vitest"
import { vectorFiles } from "../../test/vectors.ts"
import { type Message, messageOf } from "./message.ts"
import { paymentsOf } from "./payments.ts"
import { publishedSchemas as schemas, schemasMissing } from "./schemas.testing.ts"
import { readXml } from "./xml/read.ts"
import { writeXml } from "./xml/write.ts"

const xml = (path: string) => path.endsWith(".xml")
const files = ["iso20022", "iso20022-more"].flatMap((folder) => vectorFiles(folder, xml))
const named = files.map((path) => [basename(path), path] as const)

/** Messages of other namespaces than ISO's own, by vendors, wrappers or none: told, not read. */
const NO_MESSAGE = [
  ...["pain_002_debit_accepted.xml", "pain_002_transaction_rejected.xml", "invalid_pain_v11.xml"],
  ...["pain008-musterfile.xml", "mx_sample_bah.xml", "mx_sample_header.xml"],
  ...["camt.003.001.04.xml", "mx_sample_request_wrapper.xml", "pacs.002-CDATA-nonamespace.xml"],
  "fednow-sample-message-admi998.xml",
]
const foreign = (name: string) => NO_MESSAGE.includes(name) || name.startsWith("pain002-")

/** Samples that their own schema refuses: placeholders, a code that v3 has not, an empty shell. */
const NOT_VALID = ["pain_001_v3_sepa.xml", "pain_001_ach_credit.xml", "valid_remt_v04.xml"]

const bytes = (text: string) => new TextEncoder().encode(text)

function messageIn(path: string): Message | string {
  try {
    return messageOf(readXml(readFileSync(path)))
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
}

describe.skipIf(files.length === 0)(`published samples${schemasMissing}`, () => {
  test.each(named)("%s is read and written without loss", (_, path) => {
    const read = readXml(readFileSync(path))
    expect(readXml(bytes(writeXml(read)))).toEqual(read)
  })

  test.each(named)("%s names itself, or is told to be another's", (name, path) => {
    const message = messageIn(path)
    if (foreign(name)) expect(message).toBe("message_unsupported")
    else expect(message).toMatchObject({ id: expect.stringMatching(/^[a-z]{4}(\.\d+){3}$/) })
  })

  test("have the verdict of their schema, before and after", () => {
    let judged = 0
    for (const [name, path] of named) {
      const message = messageIn(path)
      if (typeof message === "string") continue
      const faults = schemas.faults(message)
      if (faults === null) continue
      judged++
      expect(faults.length > 0, name).toBe(NOT_VALID.includes(name))
      const again = messageOf(readXml(bytes(writeXml(message.document))))
      expect(schemas.faults(again)?.length, name).toBe(faults.length)
    }
    expect(judged).toBeGreaterThan(8)
  })

  test("that ask for payments are read to the last one; another element than due is found", () => {
    const asked = named.flatMap(([name, path]) => {
      const message = messageIn(path)
      if (typeof message === "string" || !/^(pain\.001|pacs\.00[89])/.test(message.id)) return []
      return [[name, paymentsOf(message)] as const]
    })
    expect(asked.length).toBeGreaterThan(6)
    for (const [name, { instructions }] of asked) {
      expect(instructions.length, name).toBeGreaterThan(0)
      for (const { amount, currency, path } of instructions) {
        expect([amount, currency], `${name} ${path}`).toEqual([
          expect.stringMatching(/^\d+(\.\d+)?$/),
          expect.stringMatching(/^[A-Z]{3}$/),
        ])
      }
    }
    const unstructured = asked.filter(([, { instructions }]) =>
      instructions.some(({ fault }) => fault?.code === "address_unstructured"),
    )
    expect(unstructured.map(([name]) => name)).toContain("sepa_payment_naujas_1.xml")
  })
})
