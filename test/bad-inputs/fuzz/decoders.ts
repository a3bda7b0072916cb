/** What reads bytes of strangers, each with valid inputs to spoil and what must hold after. */
import {
  anchorKind,
  bundleKind,
  decodeAnchor,
  decodeBundle,
  decodeDraft,
  decodeTransaction,
  draft,
  encodeAnchor,
  encodeDraft,
  encodePayload,
  equalBytes,
  Invalid,
  jsonText,
  parseJson,
  stateKey,
  transactionFromJson,
  transactionToJson,
  utf8,
  verifyBundle,
} from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { createClient, registerDocument } from "@concordat/sdk"
import { decodeEvidence, verifyDocument } from "@concordat/sdk/document"
import { keys } from "@concordat/services/organisations"
import { splitSequence } from "../../../gateway/requests/sequence.ts"
import { classOf, REGISTRAR } from "../../../services/provenance/office.testing.ts"
import { countOf, type Live } from "../live.ts"
import { KEYS } from "../people.ts"
import { withInput, wrapValue } from "../transactions/raw.ts"

/** One reader of bytes. */
export type Decoder = {
  readonly name: string
  readonly seeds: readonly Uint8Array[]
  /** The code of what is wrong, null where nothing is; anything thrown is a defect. */
  readonly judge: (bytes: Uint8Array) => string | null | Promise<string | null>
  /** How many times fewer cases, where one takes long. */
  readonly slower?: number
  /** Answers that are no codes but verdicts of a verifier. */
  readonly verdicts?: readonly string[]
}

/** The code of an `Invalid`; everything else is thrown on. */
function codeOf(read: () => void): string | null {
  try {
    read()
    return null
  } catch (failure) {
    if (failure instanceof Invalid) return failure.code
    throw failure
  }
}

/** Throws where something does not hold that must. */
export function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** Transactions of every shape: one signer, two, another algorithm, many operations, a memo. */
function transactions(live: Live): Uint8Array[] {
  const setClass = { command: "provenance.setClass", input: classOf("diploma") }
  const many = Array.from({ length: 12 }, (_, i) => countOf(`counter-${i}`))
  return [
    live.good(),
    live.good({ memo: "a memo: ü, 漢, 🙂", mode: "each" }),
    live.sign([REGISTRAR, "justice/clerk"], [setClass]),
    live.sign([KEYS.es256], many),
    wrapValue(withInput(live, {})),
  ]
}

function transactionDecoders(live: Live): Decoder[] {
  const { runtime } = live
  const seeds = transactions(live)
  const drafts = seeds.map((bytes) => {
    const { payloadBytes, signatures } = decodeTransaction(bytes, runtime)
    return encodeDraft(
      draft(
        payloadBytes,
        signatures.map(({ kid }) => kid),
      ),
    )
  })
  const mirrors = seeds.map((bytes) =>
    utf8(jsonText(transactionToJson(decodeTransaction(bytes, runtime), runtime))),
  )
  return [
    {
      ...{ name: "transaction", seeds },
      judge: (bytes) =>
        codeOf(() => {
          const { payload, payloadBytes } = decodeTransaction(bytes, runtime)
          const again = encodePayload(payload, runtime)
          demand(equalBytes(again, payloadBytes), "two byte forms of one payload")
        }),
    },
    {
      ...{ name: "draft", seeds: drafts },
      judge: (bytes) =>
        codeOf(() => {
          demand(equalBytes(encodeDraft(decodeDraft(bytes)), bytes), "two byte forms of one draft")
        }),
    },
    {
      ...{ name: "transaction in JSON", seeds: mirrors },
      judge: (bytes) => codeOf(() => transactionFromJson(parseJson(bytes), runtime)),
    },
    {
      ...{ name: "sequence of transactions", seeds },
      judge: (bytes) =>
        codeOf(() => {
          const items = splitSequence(bytes)
          const total = items.reduce((sum, item) => sum + item.length, 0)
          demand(total === bytes.length, "a sequence lost bytes")
        }),
    },
  ]
}

/** JSON of every command's input; each reader takes what was written for any of them. */
function jsonDecoders(live: Live): Decoder[] {
  const inputs = transactions(live).flatMap((bytes) => {
    const { payload } = decodeTransaction(bytes, live.runtime)
    return payload.operations.map(({ command, input }) => {
      return utf8(jsonText(live.runtime.inputOf(command)!.toJson(input)))
    })
  })
  const names = ["provenance.setClass", "organisations.grant", "sample.every", "sample.count"]
  return names.map((name) => ({
    name: `input of ${name}`,
    seeds: inputs,
    judge: (bytes) => codeOf(() => live.runtime.inputOf(name)!.fromJson(parseJson(bytes))),
  }))
}

async function evidenceDecoders(live: Live): Promise<Decoder[]> {
  const { ledger } = live
  const operation = { command: "provenance.setClass", input: classOf("diploma") }
  await live.send(live.sign([REGISTRAR], [operation]))
  const client = createClient({ url: "", fetch: (url, init) => live.request(url, init) })
  const { evidence, file } = await registerDocument(client, {
    ...{ file: utf8("a document"), name: "a.txt", title: "A document", fields: { grade: "A" } },
    ...{ secret: new Uint8Array(16).fill(7), until: null },
  })
  const value = stateKey(keys, { key: testSigner(REGISTRAR).kid })
  const bundles = [
    await ledger.evidence({ claims: [{ value }] }),
    await ledger.evidence({ claims: [{ event: 0n }, { value }] }),
    await ledger.evidence({ claims: [{ transaction: live.accepted[0]! }] }),
  ]
  const json = bundles.map((bytes) => utf8(jsonText(bundleJson(bytes))))
  const anchor = await ledger.anchor(1n)
  const { now } = live
  const good = new Set(bundles.map((bytes) => Buffer.from(bytes).toString("hex")))
  return [
    {
      ...{ name: "bundle", seeds: bundles, slower: 20 },
      judge(bytes) {
        const { valid, code } = verifyBundle(bytes, anchor, { now })
        const known = good.has(Buffer.from(bytes).toString("hex"))
        demand(valid === known, `a bundle is ${valid ? "" : "not "}valid`)
        return code
      },
    },
    {
      ...{ name: "bundle in JSON", seeds: json, slower: 20 },
      judge: (bytes) => verifyBundle(bytes, anchor, { now }).code,
    },
    {
      ...{ name: "evidence of a document", seeds: [evidence, ...bundles] },
      judge: (bytes) => codeOf(() => decodeEvidence(bytes)),
    },
    {
      ...{ name: "verdict on a document", seeds: [evidence, ...bundles], slower: 20 },
      async judge(bytes) {
        const asked = { file, evidence: bytes, anchors: [anchor], now }
        const { overall } = await verifyDocument(asked)
        const same = equalBytes(bytes, evidence)
        demand(overall !== "genuine" && (overall !== "development_only" || same), overall)
        return null
      },
    },
    {
      ...{
        name: "anchor",
        seeds: [encodeAnchor(anchor), utf8(jsonText(anchorKind.toJson(anchor)))],
      },
      judge: (bytes) => codeOf(() => decodeAnchor(bytes)),
    },
  ]
}

function bundleJson(bytes: Uint8Array) {
  return bundleKind.toJson(decodeBundle(bytes))
}

/** All readers, over one live ledger. */
export async function decoders(live: Live): Promise<readonly Decoder[]> {
  await live.send(live.good())
  return [...transactionDecoders(live), ...jsonDecoders(live), ...(await evidenceDecoders(live))]
}
