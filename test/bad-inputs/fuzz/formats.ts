/** Readers of what comes from files, from other nodes and from the engine. */
import {
  ConcordatError,
  createReceipt,
  createSign1,
  decodeValue,
  encodeValue,
  equalBytes,
  Invalid,
  Refusal,
  readGenesis,
  readReceipt,
  sign1,
  signHead,
  utf8,
} from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { FrameReader } from "../../../engines/cometbft/abci/frames.ts"
import { decodeRequest, encodeRequest } from "../../../engines/cometbft/abci/index.ts"
import { decodeBlockRecord, encodeBlockRecord } from "../../../engines/solo/record.ts"
import { cut, itemsOf, taken } from "../../../kernel/snapshot/snapshots.testing.ts"
import { readConfiguration } from "../../../node/configuration/configuration.ts"
import { paymentsOfCsv } from "../../../sdk/iso20022/csv.ts"
import { readXml } from "../../../sdk/iso20022/xml/read.ts"
import { openOffices, REGISTRAR } from "../../../services/provenance/office.testing.ts"
import type { Live } from "../live.ts"
import { type Decoder, demand } from "./decoders.ts"

const CHUNK_BYTES = 4_096

/** The code of what is wrong with an input; everything else is thrown on. */
export function codeOf(read: () => void): string | null {
  try {
    read()
    return null
  } catch (failure) {
    if (failure instanceof Invalid || failure instanceof Refusal) return failure.code
    if (failure instanceof ConcordatError) return failure.code
    throw failure
  }
}

const texts = (...all: readonly string[]) => all.map((text) => utf8(text))

function cborDecoders(): Decoder[] {
  const values = [[1n, "two", new Uint8Array(3)], { a: true, bb: [null, -5n] }, 2n ** 70n]
  const signer = testSigner(REGISTRAR)
  const message = createSign1({
    protectedHeader: new Map([[1, -8]]),
    payload: utf8("a payload"),
    sign: (bytes) => signer.sign(bytes),
  })
  const header = { algorithm: signer.algorithm, kid: signer.kid, issuer: "a", subject: "b" }
  const head = signHead(new Uint8Array(32), { ...header, issued: 1 } as never, signer.sign)
  return [
    {
      ...{ name: "canonical CBOR", seeds: values.map((value) => encodeValue(value as never)) },
      judge: (bytes) =>
        codeOf(() => demand(equalBytes(encodeValue(decodeValue(bytes)), bytes), "two byte forms")),
    },
    { name: "COSE_Sign1", seeds: [message], judge: (bytes) => codeOf(() => void sign1(bytes)) },
    {
      ...{ name: "receipt", seeds: [createReceipt(head, { size: 8n, index: 3n, path: [] })] },
      judge: (bytes) => codeOf(() => void readReceipt(bytes)),
    },
  ]
}

function engineDecoders(): Decoder[] {
  const txs = [utf8("one"), utf8("two")]
  const height = 7n
  const bodies = [
    encodeRequest("info", { version: "1", abci_version: "2.1.0" }),
    encodeRequest("prepare_proposal", { txs, height, max_tx_bytes: 9n }),
    encodeRequest("finalize_block", { txs, height, hash: new Uint8Array(32) }),
  ]
  const frames = bodies.map((body) => new Uint8Array([body.length & 0x7f, ...body]))
  return [
    {
      ...{ name: "ABCI request", seeds: bodies },
      judge: (bytes) => codeOf(() => void decodeRequest(bytes)),
    },
    {
      ...{ name: "ABCI frame", seeds: frames },
      judge: (bytes) =>
        codeOf(() => {
          const reader = new FrameReader()
          reader.push(bytes)
          for (let frame = reader.next(); frame !== null; frame = reader.next()) {
            decodeRequest(frame)
          }
        }),
    },
  ]
}

/** A snapshot whose chunks are announced as they are, so that what is in them is looked into. */
function snapshotDecoder(): Decoder {
  const { state } = openOffices()
  const trust = { chain: state.chain, appHash: state.appHash }
  const { chunks } = cut(state.height, itemsOf(state), CHUNK_BYTES)
  const whole = new Uint8Array(chunks.flatMap((chunk) => [...chunk]))
  return {
    ...{ name: "snapshot", seeds: [whole], slower: 100 },
    judge: (bytes) =>
      codeOf(() => {
        taken(cut(state.height, [bytes], CHUNK_BYTES), trust)
        demand(equalBytes(bytes, whole), "another snapshot gives the same root")
      }),
  }
}

/** Files of operators and of customers. */
function fileDecoders({ runtime, genesis }: Live): Decoder[] {
  const settings = '[server]\nport = 4400\n\n[log]\nlevel = "info"\n'
  const csv = "debit,credit,amount,currency,reference\nDE1,DE2,12.50,EUR,rent\nA,B,3,USD,\n"
  const xml = '<?xml version="1.0"?><Document xmlns="urn:x"><a b="c">text &amp; more</a></Document>'
  return [
    {
      ...{ name: "genesis", seeds: texts(genesis), slower: 50 },
      judge: (bytes) => codeOf(() => void readGenesis(runtime, bytes)),
    },
    {
      ...{ name: "configuration", seeds: texts(settings), slower: 10 },
      judge: (bytes) => {
        const { faults } = readConfiguration(new TextDecoder().decode(bytes))
        for (const { reason } of faults) demand(reason.length > 0, "a fault without a reason")
        return faults.length === 0 ? null : "configuration_invalid"
      },
    },
    {
      ...{ name: "payments as CSV", seeds: texts(csv, csv.replaceAll(",", ";")) },
      judge: (bytes) => codeOf(() => void paymentsOfCsv(bytes, { created: 1 })),
    },
    {
      ...{ name: "payments as XML", seeds: texts(xml) },
      judge: (bytes) => codeOf(() => void readXml(bytes)),
    },
  ]
}

async function recordDecoder({ ledger }: Live): Promise<Decoder> {
  const block = await ledger.archive.block(1n)
  return {
    ...{ name: "record of the block log", seeds: [encodeBlockRecord(block!)] },
    judge: (bytes) => codeOf(() => void decodeBlockRecord(bytes)),
  }
}

/** All of them. */
export async function formats(live: Live): Promise<readonly Decoder[]> {
  const record = await recordDecoder(live)
  return [...cborDecoders(), ...engineDecoders(), snapshotDecoder(), ...fileDecoders(live), record]
}
