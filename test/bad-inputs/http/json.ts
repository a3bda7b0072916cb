/** Rows H01 to H07: JSON that is none, and values in a form that is not theirs. */
import type { Live } from "../live.ts"
import { type RequestRow, requestRow as row } from "../row.ts"

const DEEP = 1_000_000

/** A dry run of the sample's command, which has a field of every kind. */
function every(field: string, json: string): string {
  const fields: Record<string, string> = {
    ...{ amount: '"1"', large: '"1"', flags: "[true]", colour: '"red"', data: '"QQ"' },
    ...{ digest: `"${"ab".repeat(32)}"`, words: '"x"', [field]: json },
  }
  const members = Object.entries(fields).map(([name, value]) => `"${name}":${value}`)
  return `{"command":"sample.every","input":{${members.join(",")}}}`
}

/** A request to seal a statement that begins then. */
const sealFrom = (from: string) => ({
  ...{ organisation: "education", names: "ab".repeat(32) },
  payload: { class: "diploma", subject: { document: "cd".repeat(32) }, from, until: null },
})

const check = (body: string) => (live: Live) => live.json("/v1/check", body)

function bytes(live: Live, body: Uint8Array): Promise<Response> {
  const headers = { "Content-Type": "application/json" }
  return live.request("/v1/check", { method: "POST", headers, body: body as BodyInit })
}

function jsonRow(number: string, what: string, code: string, body: string, ...says: string[]) {
  return row(number, what, code, 400, { says, send: check(body) })
}

export const JSON_ROWS: readonly RequestRow[] = [
  jsonRow("H01a", "malformed JSON", "json_malformed", '{"command" "x"}', "line", "column"),
  jsonRow("H01b", "a byte order mark", "json_malformed", "\ufeff{}", "line", "column"),
  jsonRow("H01c", "a comment", "json_malformed", "{} // why", "line", "column"),
  row("H01d", "bad UTF-8", "json_malformed", 400, {
    says: ["UTF-8"],
    send: (live) => bytes(live, Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
  }),
  jsonRow("H02a", "depth 33", "too_deep", "[".repeat(33), "32"),
  jsonRow("H02b", "depth 1,000,000", "too_deep", "[".repeat(DEEP), "32"),
  jsonRow("H03a", "a name twice", "duplicate_key", '{"command":1,"command":2}', "command"),
  jsonRow("H03b", "__proto__", "key_refused", '{"__proto__":{}}', "__proto__"),
  jsonRow("H03c", "constructor", "key_refused", '{"constructor":{}}', "constructor"),
  jsonRow("H03d", "prototype", "key_refused", '{"prototype":{}}', "prototype"),
  jsonRow("H04a", "2^53 + 1", "number_unsafe", every("amount", "9007199254740993"), "decimal"),
  jsonRow("H04b", "1e400", "number_unsafe", every("amount", "1e400"), "decimal"),
  ...["0x10", " 5 ", "", "+5", "05", "1e3"].map((text, i) =>
    jsonRow(
      `H05${"abcdef"[i]}`,
      `the integer "${text}"`,
      "integer_malformed",
      every("amount", JSON.stringify(text)),
      "/input/amount",
      "digits",
    ),
  ),
  row("H05g", "an integer of the address with a sign", "integer_malformed", 400, {
    says: ["/limit", "decimal"],
    send: (live) => live.request("/v1/blocks?limit=%2B5"),
  }),
  jsonRow("H06a", "odd hex", "hex_malformed", every("digest", '"abc"'), "/input/digest"),
  jsonRow(
    ...(["H06b", "zz", "hex_malformed"] as const),
    ...([every("digest", `"${"zz".repeat(32)}"`), "/input/digest", "0"] as const),
  ),
  jsonRow("H06c", "base64 junk", "base64_malformed", every("data", '"Q!=="'), "/input/data"),
  jsonRow("H06d", "QR for QQ", "base64_malformed", every("data", '"QR"'), "/input/data"),
  row("H06e", "hex of the address, upper case", "hex_malformed", 400, {
    says: ["/id", "digits"],
    send: (live) => live.request(`/v1/transactions/${"AB".repeat(32)}`),
  }),
  row("H07a", "2026-02-31", "date_invalid", 400, {
    says: ["/payload/from"],
    send: (live) => live.json("/v1/provenance/seal", sealFrom("2026-02-31T00:00:00.000Z")),
  }),
  row("H07b", "no time zone", "date_invalid", 400, {
    says: ["/payload/from"],
    send: (live) => live.json("/v1/provenance/seal", sealFrom("2026-02-01T00:00:00.000")),
  }),
]
