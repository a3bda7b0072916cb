/** Leaf files of batches: published so that a bearer's path can be found again from the leaves. */
import { type Hash, Invalid, type Json } from "@concordat/kernel"
import type { BatchFiles } from "../gateway.ts"
import { LONG_BODY_BYTES_MAX } from "../limits.ts"
import { HEX } from "../routes/record.ts"
import {
  type Answer,
  type Asked,
  component,
  inHeader,
  inPath,
  JSON_TYPE,
  jsonAnswer,
  OCTETS,
  type Route,
} from "../routes/route.ts"
import { ArrivingBatches, LEAF_BYTES, type Part } from "./arriving.ts"
import { type Register, statementRow, unknownStatement } from "./register.ts"

/** Bytes read from the store at a time. */
const SLICE_BYTES = 1_048_576
const STATEMENT = inPath("statement", "SHA-256 of the signed statement", HEX)
const BINARY = { type: "string", contentMediaType: OCTETS } as const

/** Bytes `start` to `end`, the last one not among them. */
type Span = { readonly start: number; readonly end: number }

/** The part that a request carries, by `Content-Range: bytes <first>-<last>/<total>`. */
function partOf({ request, body }: Asked): Part {
  const header = request.headers.get("content-range")
  if (header === null) return { start: 0, total: body.length, bytes: body }
  const range = /^bytes ([0-9]{1,10})-([0-9]{1,10})\/([0-9]{1,10})$/.exec(header)
  if (range === null) {
    const reason = 'A part says where it lies: "Content-Range: bytes 0-4194303/32000000".'
    throw new Invalid("request_malformed", "/Content-Range", reason)
  }
  const [start, last, total] = range.slice(1).map(Number) as [number, number, number]
  if (last - start + 1 === body.length && last < total) return { start, total, bytes: body }
  const details = { expected: last - start + 1, actual: body.length }
  throw new Invalid("length_mismatch", "", "The part is not as long as it says.", details)
}

async function takePart(
  register: Register,
  arriving: ArrivingBatches,
  asked: Asked,
): Promise<Json> {
  const { statement, row } = await statementRow(register, asked.path["statement"]!)
  const part = partOf(asked)
  const received = await arriving.take(statement, part, row)
  return { statement, leaves: row.count, received, complete: received === part.total }
}

/** One span of bytes as RFC 9110 section 14.2 has it; any other form means the whole file. */
function spanOf(header: string | null, size: number): Span | null {
  const range = header === null ? null : /^bytes=([0-9]{1,10})-([0-9]{0,10})$/.exec(header)
  if (range === null) return null
  const start = Number(range[1])
  const end = range[2] === "" ? size : Math.min(size, Number(range[2]) + 1)
  return start < end ? { start, end } : null
}

/** A span of the file, read as fast as it is taken. */
function streamed(files: BatchFiles, statement: Hash, { start, end }: Span) {
  let at = start
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = Math.min(end, at + SLICE_BYTES)
      controller.enqueue(await files.read(statement, at, next))
      at = next
      if (at === end) controller.close()
    },
  })
}

async function fileAnswer(register: Register, { path, request }: Asked): Promise<Answer> {
  const { batches } = register.options
  const { statement } = await statementRow(register, path["statement"]!)
  const size = await batches.size(statement)
  if (size === null) throw unknownStatement(statement)
  const span = spanOf(request.headers.get("range"), size)
  const { start, end } = span ?? { start: 0, end: size }
  const range = span === null ? {} : { "Content-Range": `bytes ${start}-${end - 1}/${size}` }
  return {
    status: span === null ? 200 : 206,
    type: OCTETS,
    body: streamed(batches, statement, { start, end }),
    headers: { "Accept-Ranges": "bytes", "Content-Length": String(end - start), ...range },
  }
}

/** `/v1/provenance/batches/{statement}`, both ways. */
export function batchRoutes(register: Register): readonly Route[] {
  const arriving = new ArrivingBatches(register.options.batches)
  const path = "/v1/provenance/batches/{statement}"
  return [
    {
      ...{ method: "GET", path, name: "provenance.batch", tag: "provenance", access: "verify" },
      about: `The leaves of a batch, ${LEAF_BYTES} bytes each`,
      more: "The whole file, or by `Range` one span of bytes.",
      parameters: [STATEMENT, inHeader("Range", "`bytes=<first>-<last>`", { type: "string" })],
      gives: { [OCTETS]: BINARY },
      codes: ["unknown_statement"],
      answer: (asked) => fileAnswer(register, asked),
    },
    {
      ...{ method: "PUT", path, name: "provenance.keepBatch", tag: "provenance", access: "send" },
      about: "Keep the leaves of a batch, if they give its root",
      more:
        "A file above 4 MiB comes in parts, in order, each with `Content-Range`; the last one " +
        "must complete the registered root, or nothing is kept. A first part begins anew.",
      parameters: [
        STATEMENT,
        inHeader("Content-Range", "`bytes <first>-<last>/<total>`", { type: "string" }),
      ],
      takes: { [OCTETS]: { schema: BINARY, limit: LONG_BODY_BYTES_MAX } },
      gives: { [JSON_TYPE]: component("BatchProgress") },
      codes: ["unknown_statement", "batch_root_mismatch", "trailing_bytes", "wrong_state"],
      answer: async (asked) => jsonAnswer(await takePart(register, arriving, asked)),
    },
  ]
}
