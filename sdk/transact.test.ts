/** Sending with keys of one's own: expiry by the ledger's clock, lost answers, answers that lie. */
import { decodeTransaction, Invalid, timeText } from "@concordat/kernel"
import { organisationsService } from "@concordat/services/organisations"
import { beforeEach, describe, expect, it } from "vitest"
import { createClient, type Fetch } from "./client.ts"
import { commandsOf } from "./commands.ts"
import { ed25519Signer, es256Signer } from "./signer.ts"
import { EXPIRES_MS, transact } from "./transact.ts"

const COMMANDS = commandsOf([organisationsService])
const SIGNERS = [ed25519Signer(new Uint8Array(32).fill(1)), es256Signer(new Uint8Array(32).fill(2))]
const OPERATIONS = [
  { command: "organisations.suspendPrincipal", input: { name: "registrar" } },
] as const
const NOW = Date.UTC(2031, 5, 1)
const STATUS = {
  ...{ chain: "test-1", height: "7", now: timeText(NOW), time: timeText(NOW - 5_000) },
  ...{ validators: [], services: [], log: { size: "0", root: "" } },
}

type Answer = (id: string, attempt: number) => Response | Promise<Response>

let elapsed = 0
let sent: Uint8Array[] = []
beforeEach(() => {
  elapsed = 0
  sent = []
})

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ code, status, detail: "No.", hint: "" }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  })

const receipt = (transaction: string, more: object = {}) => ({
  ...{ transaction, status: "accepted", height: "8", time: timeText(NOW), cost: 1, index: 0 },
  ...{ events: { first: "0", count: 1 }, operations: [], evidence: "/v1/evidence", ...more },
})

/** A gateway that answers submissions by `submit`, and knows transactions as `known` says. */
function gateway(
  submit: Answer,
  known: (id: string) => Response = () => problem(404, "unknown_record"),
) {
  const fetch: Fetch = async (url, init) => {
    const { pathname } = new URL(url)
    if (pathname === "/v1/status") return Response.json(STATUS)
    if (pathname !== "/v1/transactions") return known(pathname.split("/").at(-1)!)
    const bytes = new Uint8Array(init!.body as Uint8Array<ArrayBuffer>)
    sent.push(bytes)
    return submit(idOf(bytes), sent.length)
  }
  const client = createClient({ url: "http://ledger.example", fetch, elapsed: () => elapsed })
  const signers = SIGNERS
  return () => transact(client, { operations: OPERATIONS, signers, commands: COMMANDS })
}

const decoded = (bytes: Uint8Array) => decodeTransaction(bytes, COMMANDS)
const idOf = (bytes: Uint8Array) => decoded(bytes).id as string

describe("a transaction", () => {
  it("is signed by all, and expires by the ledger's clock alone", async () => {
    const send = gateway((id) => {
      elapsed += 1
      return Response.json(receipt(id))
    })
    expect(await send()).toMatchObject({ height: "8", status: "accepted" })
    const { payload, signatures } = decoded(sent[0]!)
    expect(payload.expires).toBe(NOW + EXPIRES_MS)
    expect(payload.chain).toBe("test-1")
    expect(signatures.map(({ kid }) => kid)).toEqual(SIGNERS.map(({ kid }) => kid))
  })

  it("counts what has elapsed since the ledger told its time", async () => {
    const fetch: Fetch = async (url, init) => {
      if (new URL(url).pathname === "/v1/status") {
        // The answer is read, and then the machine sleeps for nine seconds.
        setImmediate(() => {})
        return Response.json(STATUS)
      }
      const bytes = new Uint8Array(init!.body as Uint8Array<ArrayBuffer>)
      sent.push(bytes)
      return Response.json(receipt(idOf(bytes)))
    }
    let calls = 0
    const late = () => (calls++ === 0 ? 1_000 : 10_000)
    const client = createClient({ url: "http://ledger.example", fetch, elapsed: late })
    await transact(client, { operations: OPERATIONS, signers: SIGNERS, commands: COMMANDS })
    expect(decoded(sent[0]!).payload.expires).toBe(NOW + 9_000 + EXPIRES_MS)
  })

  it("whose input is against its schema is Invalid, and nothing is sent", async () => {
    const client = createClient({ url: "http://x", fetch: async () => Response.json(STATUS) })
    const operations = [{ command: "organisations.suspendPrincipal", input: { name: 7 } }]
    const asked = { operations, signers: SIGNERS, commands: COMMANDS }
    await expect(transact(client, asked as never)).rejects.toThrow(Invalid)
    await expect(transact(client, { ...asked, operations: [], signers: [] })).rejects.toThrow(
      Invalid,
    )
  })
})

describe("an answer that was lost", () => {
  const lost = () => Promise.reject(new TypeError("socket hang up"))

  it("is asked for with the same bytes, and the first receipt is the answer", async () => {
    const send = gateway(
      (_, attempt) => (attempt === 1 ? lost() : problem(409, "already_accepted")),
      (id) => Response.json(receipt(id, { height: "8", content: {}, emitted: [], bytes: "" })),
    )
    expect(await send()).toMatchObject({ height: "8", status: "accepted" })
    expect(sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])
  })

  it("of a transaction that its block refused is that refusal", async () => {
    const operations = [
      { command: "a.b", outcome: "refused", code: "wrong_state", message: "It is.", service: "a" },
    ]
    const send = gateway(
      (_, attempt) => (attempt === 1 ? lost() : problem(409, "already_accepted")),
      (id) => Response.json(receipt(id, { status: "refused", operations })),
    )
    await expect(send()).rejects.toMatchObject({
      ...{ code: "wrong_state", status: 409, message: "It is.", facts: { service: "a" } },
    })
  })

  it("three times over is node_unreachable", async () => {
    await expect(gateway(lost)()).rejects.toMatchObject({ code: "node_unreachable", status: null })
    expect(sent).toHaveLength(3)
  })

  it("is not asked for again where the ledger refused", async () => {
    const send = gateway(() => problem(403, "permission_missing"))
    await expect(send()).rejects.toMatchObject({ code: "permission_missing", status: 403 })
    expect(sent).toHaveLength(1)
  })
})

describe("a gateway that lies is upstream_mismatch", () => {
  it.each<[string, Answer]>([
    ["a receipt of another transaction", () => Response.json(receipt("ab".repeat(32)))],
    ["a receipt without its height", (id) => Response.json(receipt(id, { height: null }))],
    ["a receipt of another status", (id) => Response.json(receipt(id, { status: "fine" }))],
    ["a page", () => new Response("<h1>It works!</h1>")],
    ["a list", () => Response.json([])],
    ["nothing", () => new Response(null, { status: 204 })],
    ["bytes that are no text", () => new Response(Uint8Array.of(0x7b, 0xff, 0x7d))],
    ["a problem that is none", () => new Response("{", { status: 400 })],
    ["a redirect to nowhere", () => new Response("", { status: 302 })],
  ])("%s", async (_, answer) => {
    await expect(gateway(answer)()).rejects.toMatchObject({ code: "upstream_mismatch" })
    expect(sent).toHaveLength(1)
  })

  it("by what it says of its time or its name", async () => {
    for (const more of [{ now: "soon" }, { now: "2031-99-01" }, { chain: "../x" }, { chain: 7 }]) {
      const fetch: Fetch = async () => Response.json({ ...STATUS, ...more })
      const client = createClient({ url: "http://x", fetch })
      const asked = { operations: OPERATIONS, signers: SIGNERS, commands: COMMANDS }
      await expect(transact(client, asked)).rejects.toMatchObject({ code: "upstream_mismatch" })
    }
  })
})
