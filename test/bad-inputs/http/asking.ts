/** Rows H15 to H28: pages, filters, rights, replays, origins, heights, batches. */
import { fromBase64url, type Hash } from "@concordat/kernel"
import { countOf, type Live } from "../live.ts"
import { type RequestRow, requestRow as row } from "../row.ts"
import { connected, head, sendLines } from "./wire.ts"

const classTerms = (name: string, title: string, version = 1) => ({
  ...{ class: name, title, accreditation: null, approvals: 1, keep: 10 },
  ...{ fields: "ab".repeat(32), reasons: "shown", version, open: true },
})
const suspend = {
  target: { statement: "ab".repeat(32) },
  ...{ reason: "court_order", order: null, until: "2027-01-01T00:00:00.000Z" },
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}

/** Defines a class with this title, and asks for it. */
async function titled(live: Live, name: string, title: string): Promise<Response> {
  const made = await live.json("/v1/provenance/setClass", classTerms(name, title))
  must(made.status === 200, await made.text())
  return live.request(`/v1/provenance/classes/${name}`)
}

const PAGES: readonly RequestRow[] = [
  row("H20", "names that do not exist, one after the other", "rate_limited", 429, {
    alone: { limited: true },
    says: ["Try again"],
    async send(live) {
      for (let i = 0; i < 10; i++) await live.request(`/v1/events/90${i}`)
      return live.request("/v1/events/910")
    },
  }),
  ...["0", "-1", "1000000000"].map((limit, i) =>
    row(`H15${"abc"[i]}`, `limit ${limit}`, "page_out_of_range", 400, {
      says: ["1 to 200", "/limit"],
      send: (live) => live.request(`/v1/provenance/classes?limit=${limit}`),
    }),
  ),
  row("H15d", "a forged cursor", "cursor_invalid", 400, {
    says: ["/after"],
    send: (live) => live.request("/v1/provenance/classes?after=AAAA"),
  }),
  row("H15e", "a cursor of another table", "cursor_invalid", 400, {
    says: ["/after"],
    async send(live) {
      const page = await live.request("/v1/organisations/keys?limit=1")
      const { next } = (await page.json()) as { next: string }
      must(fromBase64url(next).length > 0, "the page has no next")
      return live.request(`/v1/provenance/classes?after=${next}`)
    },
  }),
  row("H15f", "a cursor of the feed beyond the tip", "cursor_invalid", 400, {
    send: (live) => live.request("/v1/events?after=99999.0"),
  }),
  row("H16a", "a regular expression as a filter", "filter_unsupported", 400, {
    says: ["class=value"],
    send: (live) => live.request("/v1/provenance/classes?class[regex]=.*"),
  }),
  row("H16b", "a filter without the one before it", "filter_unsupported", 400, {
    says: ["organisation"],
    send: (live) => live.request("/v1/organisations/principals?name=clerk"),
  }),
  row("H26", "a height that the read model lacks", "read_model_behind", 503, {
    send: (live) => live.request("/v1/read-model/transactions?at=1"),
  }),
  row("H17a", "SQL in an address", "unknown_class", 404, {
    send: (live) => live.request("/v1/provenance/classes/'OR'1'='1';--"),
  }),
  row("H17b", "LDAP and shell in a filter", null, 200, {
    says: ['"rows":[]'],
    send: (live) => live.request("/v1/provenance/classes?class=*)(uid=*);$(reboot)"),
  }),
  row("H17c", "<script> in a text", null, 200, {
    says: ["<script>alert(1)</script>"],
    send: (live) => titled(live, "script", "<script>alert(1)</script>"),
    also({ headers }) {
      must(headers.get("x-content-type-options") === "nosniff", "a browser may sniff")
      must(headers.get("content-type") === "application/json", "not JSON")
    },
  }),
  row("H17d", "=cmd() in a text", null, 200, {
    says: ["=cmd()"],
    send: (live) => titled(live, "formula", "=cmd()"),
  }),
]

const RIGHTS: readonly RequestRow[] = [
  row("H19a", "no credential", "credential_missing", 401, {
    alone: { withoutSignIn: true },
    says: ["signed transaction"],
    send: (live) => live.json("/v1/provenance/setClass", classTerms("none", "None")),
  }),
  row("H19b", "somebody without the right writes", "permission_missing", 403, {
    says: ["provenance.status"],
    send: (live) =>
      live.json("/v1/provenance/suspend", suspend, { "Concordat-As": "education/assistant" }),
  }),
  row("H21a", "an idempotency key, other body", "idempotency_mismatch", 409, {
    says: ["another request", "expected", "actual"],
    async send(live) {
      const key = { "Idempotency-Key": "row-h21a" }
      await live.json("/v1/provenance/setClass", classTerms("one", "One"), key)
      return live.json("/v1/provenance/setClass", classTerms("other", "Other"), key)
    },
  }),
  row("H21b", "an idempotency key, same body", null, 200, {
    says: ["accepted"],
    async send(live) {
      const key = { "Idempotency-Key": "row-h21b" }
      const first = await live.json("/v1/provenance/setClass", classTerms("two", "Two"), key)
      const again = await live.json("/v1/provenance/setClass", classTerms("two", "Two"), key)
      must((await first.text()) === (await again.clone().text()), "another answer")
      return again
    },
    also: ({ headers }) => must(headers.get("idempotency-replayed") === "true", "not marked"),
  }),
]

const ORIGINS: readonly RequestRow[] = [
  row("H23a", "a forged Host", "origin_not_allowed", 403, {
    says: ["bank.example"],
    send: (live) =>
      live.json("/v1/provenance/suspend", suspend, { Host: "bank.example", Forwarded: "for=1" }),
  }),
  row("H23b", "forged Host and Forwarded where they do not matter", null, 200, {
    says: ['"height"'],
    send: (live) =>
      sendLines(
        live,
        ...["GET /v1/status HTTP/1.1", "Host: bank.example", "Forwarded: for=10.0.0.1"],
        ...["X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https", "Connection: close", "", ""],
      ),
  }),
  row("H24a", "a foreign Origin", "origin_not_allowed", 403, {
    says: ["https://elsewhere.example"],
    send: (live) =>
      live.json("/v1/provenance/suspend", suspend, { Origin: "https://elsewhere.example" }),
  }),
  row("H24b", "a foreign Origin that only reads", "origin_not_allowed", 403, {
    send: (live) => live.request("/v1/status", { headers: { Origin: "null" } }),
    also: ({ headers }) =>
      must(!headers.has("access-control-allow-origin"), "another origin is let in"),
  }),
  row("H24c", "a write from another site", "origin_not_allowed", 403, {
    send: (live) =>
      live.json("/v1/provenance/suspend", suspend, { "Sec-Fetch-Site": "cross-site" }),
  }),
]

/** One more operation than it says is signed: the signature does not hold. */
function spoiled(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[copy.length - 1]! ^= 1
  return copy
}

/** 50 transactions as a sequence, the one at `bad` with a wrong signature. */
async function batch(live: Live, bad: number): Promise<Response> {
  const items = Array.from({ length: 50 }, (_, i) =>
    i === bad ? spoiled(live.good()) : live.good(),
  )
  const body = new Blob(items as BlobPart[])
  const headers = { "Content-Type": "application/cbor-seq" }
  return live.request("/v1/transactions", { method: "POST", headers, body })
}

/** Submits on a socket that is gone before the answer; then asks for it again. */
async function goneAfterSubmitting(live: Live): Promise<Response> {
  const bytes = live.sign(["education/registrar"], [countOf("gone")])
  const length = `Content-Length: ${bytes.length}`
  const lines = head("POST", "/v1/transactions", "Content-Type: application/cose", length, "", "")
  const before = live.ledger.status().transactions
  const socket = await connected(live)
  socket.write(Buffer.from(lines.join("\r\n")))
  socket.write(bytes)
  await new Promise((done) => socket.end(() => done(null)))
  socket.destroy()
  while (live.ledger.status().transactions === before) {
    await new Promise((next) => setImmediate(next))
  }
  return live.send(bytes)
}

type Results = { readonly results: readonly { status: string | number; code?: string }[] }

const ANSWERS: readonly RequestRow[] = [
  row("H25a", "a height above the tip", "height_not_reached", 404, {
    says: ["99999", "actual"],
    send: (live) => live.request("/v1/blocks/99999"),
  }),
  row("H25b", "a row at a height above the tip", "height_not_reached", 404, {
    says: ["99999"],
    send: (live) => live.request("/v1/organisations/consortium?at=99999"),
  }),
  row("H25c", "a row at a height that is pruned", "height_pruned", 410, {
    says: ["earliest"],
    send: (live) => live.request("/v1/organisations/consortium?at=0"),
  }),
  row("H25d", "evidence before there is a block", "height_not_reached", 404, {
    ...{ says: ["no block yet"], alone: {} },
    send: (live) => live.request("/v1/organisations/consortium?proof=1"),
  }),
  row("H27", "a batch of 50, one bad", null, 200, {
    says: ["signature_invalid"],
    send: (live) => batch(live, 7),
    also(_, text, live) {
      const { results } = JSON.parse(text) as Results
      const bad = results.flatMap(({ code }, i) => (code === undefined ? [] : [i]))
      must(results.length === 50 && bad.length === 1 && bad[0] === 7, "not one of them")
      for (const one of results as readonly { transaction?: Hash }[]) {
        if (one.transaction !== undefined) live.accepted.push(one.transaction)
      }
    },
  }),
  row("H28", "the client is gone after submitting", "already_accepted", 409, {
    says: ["height"],
    send: goneAfterSubmitting,
  }),
]

export const ASKING_ROWS: readonly RequestRow[] = [...PAGES, ...RIGHTS, ...ORIGINS, ...ANSWERS]
