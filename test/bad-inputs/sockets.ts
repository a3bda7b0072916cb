/** Table W: what is wrong with a WebSocket of the feed, a message on it, or who reads it. */
import { setTimeout } from "node:timers/promises"
import { tokenOf } from "./credentials.ts"
import { sendLines } from "./http/wire.ts"
import { Line } from "./line.ts"
import type { Live } from "./live.ts"
import type { LaterRow, SocketRow } from "./row.ts"

const MESSAGE_BYTES = 262_144
const SECOND_MS = 1_000
/** How often the ledger's clock is moved while something is waited for. */
const STEP_MS = 5

/** Sends a message and takes the frame that answers it. */
async function answered(live: Live, ...messages: readonly unknown[]) {
  const line = await Line.open(live)
  for (const message of messages) line.say(message)
  const frame = await line.frame(({ kind }) => kind === "error")
  line.close()
  return { frame }
}

/** Opens a line, does what is wrong, and waits for the end. */
async function ended(live: Live, wrong: (line: Line) => void | Promise<void>, options = {}) {
  const line = await Line.open(live, options)
  await wrong(line)
  const closed = await line.closed
  return { closed, frame: line.frames.findLast(({ kind }) => kind === "error") }
}

const subscribe = (asked: object) => ({ kind: "subscribe", id: "a", ...asked })

/** Moves the ledger's clock a second on, again and again, until it is done. */
async function passing(live: Live, done: Promise<unknown>, meanwhile = () => {}) {
  let over = false
  const noted = done.finally(() => {
    over = true
  })
  while (!over) {
    meanwhile()
    live.clock.advance(SECOND_MS)
    await Promise.race([noted, setTimeout(STEP_MS)])
  }
}

/** Subscribes to all blocks so many times, at the pace that is allowed. */
async function subscribeOften(live: Live, line: Line, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    line.say({ kind: "subscribe", id: `n${i}`, stream: "blocks" })
    if (i % 100 !== 99) continue
    await line.frame(({ id }) => id === `n${i}`)
    live.clock.advance(SECOND_MS)
  }
}

/** As many subscriptions as one address may have, and one more. */
async function oneTooMany(live: Live) {
  const line = await Line.open(live)
  await subscribeOften(live, line, 1_000)
  const frame = await line.subscribe("more", { stream: "blocks" })
  await live.send(live.good())
  const others = await line.frame(({ kind, id }) => kind === "items" && id === "n7")
  line.close()
  return { frame, others }
}

/** A reader that is told of each block 900 times, and takes nothing. */
async function readingNothing(live: Live) {
  const line = await Line.open(live)
  await subscribeOften(live, line, 900)
  line.socket.pause()
  const logged = live.lines.length
  for (let i = 0; i < 20; i++) await live.send(live.good())
  while (live.lines.length === logged) {
    live.clock.advance(SECOND_MS)
    await setTimeout(STEP_MS)
  }
  line.socket.resume()
  const closed = await line.closed
  return { closed, frame: line.frames.findLast(({ code }) => code === "client_too_slow") }
}

/** 100 connections, and one more. */
async function crowd(live: Live) {
  const lines = await Promise.all(Array.from({ length: 100 }, () => Line.open(live)))
  const late = await Line.open(live)
  const response = await late.refused
  for (const line of lines) line.close()
  await Promise.all(lines.map(({ closed }) => closed))
  return { response }
}

const MALFORMED = [
  row("W02a", "no JSON", "message_malformed", {
    says: ["subscribe, unsubscribe"],
    send: (live) => answered(live, "{"),
  }),
  row("W02b", "an unknown kind", "message_malformed", {
    says: ["no known kind", "subscribe, unsubscribe"],
    send: (live) => answered(live, { kind: "ask" }),
  }),
  row("W02c", "the third of them", "message_malformed", {
    ...{ says: ["JSON object"], close: 1008, lines: 3 },
    send: (live) =>
      ended(live, (line) => {
        for (const text of ["{", "1", "[]"]) line.say(text)
      }),
  }),
  row("W02d", "bytes for a text", "message_malformed", {
    ...{ says: ["not bytes"], close: 1003 },
    send: (live) => ended(live, (line) => line.socket.send(Buffer.from("{}"))),
  }),
  row("W02e", "a text that is not UTF-8", "message_malformed", {
    close: 1007,
    send: (live) => ended(live, (line) => line.socket.send(Buffer.of(0xc3), { binary: false })),
  }),
  row("W02f", "a name that cannot be repeated", "message_malformed", {
    says: ['"id"', "64"],
    send: (live) => answered(live, { kind: "subscribe", id: "" }),
  }),
  row("W02g", "a number for a text", "message_malformed", {
    says: ['"from"'],
    send: (live) => answered(live, subscribe({ from: 1 })),
  }),
]

const ASKED = [
  row("W03", "the 1,001st subscription", "subscriptions_too_many", {
    ...{ says: ["1000"], send: oneTooMany, alone: true },
    also: ({ others }) => others !== undefined,
  }),
  row("W04a", "an unknown stream", "unknown_stream", {
    says: ['"event"', 'Did you mean "events"?', "/stream"],
    send: (live) => answered(live, subscribe({ stream: "event" })),
  }),
  row("W06b", "from a future height on", "height_not_reached", {
    status: 404,
    says: ["9999", "actual"],
    send: (live) => answered(live, subscribe({ from: "9999" })),
  }),
  row("W13a", "an unknown service", "unknown_value", {
    ...{ status: 400, says: ['"sampel"', 'Did you mean "sample"?', "/service"] },
    send: (live) => answered(live, subscribe({ service: "sampel" })),
  }),
  row("W13b", "a filter that the stream has not", "filter_unsupported", {
    ...{ status: 400, says: ['"blocks"', "no filter", "/service"] },
    send: (live) => answered(live, subscribe({ stream: "blocks", service: "sample" })),
  }),
  row("W13g", "a key without its table", "filter_unsupported", {
    ...{ status: 400, says: ["service and table", "/key"] },
    send: (live) => answered(live, subscribe({ stream: "rows", key: "education" })),
  }),
  row("W13h", "more parts than the key has", "too_long", {
    ...{ status: 400, says: ["/key"] },
    send: (live) => {
      const of = { service: "organisations", table: "organisations" }
      return answered(live, subscribe({ stream: "rows", ...of, key: "education/a" }))
    },
  }),
  row("W13c", "a forged cursor", "cursor_invalid", {
    ...{ status: 400, says: ['"12.3"', "/after"] },
    send: (live) => answered(live, subscribe({ after: "1.-1" })),
  }),
  row("W13d", "two beginnings", "duplicate_parameter", {
    ...{ status: 400, says: ["/after"] },
    send: (live) => answered(live, subscribe({ after: "1", from: "1" })),
  }),
  row("W13e", "an unknown member", "unknown_parameter", {
    ...{ status: 400, says: ["/form", 'Did you mean "from"?'] },
    send: (live) => answered(live, subscribe({ form: "1" })),
  }),
  row("W13f", "a name twice", "already_exists", {
    ...{ status: 409, says: ["this connection"] },
    send: (live) => answered(live, subscribe({}), subscribe({})),
  }),
]

const LINES = [
  row("W01", "a message of 256 KiB and a byte", "message_too_large", {
    close: 1009,
    send: (live) => ended(live, (line) => line.say("x".repeat(MESSAGE_BYTES + 1))),
  }),
  row("W05", "more than 1 MiB unread for 30 s", "client_too_slow", {
    ...{ says: ["last item"], close: 1013, alone: true, send: readingNothing },
    also: ({ frame }) => /^\d+$/.test(String(frame?.["height"])),
  }),
  row("W10a", "101 messages in a second", "rate_limited", {
    ...{ status: 429, says: ["100"], close: 1008 },
    send: (live) =>
      ended(live, (line) => {
        for (let i = 0; i <= 100; i++) line.say({ kind: "unsubscribe", id: "none" })
      }),
  }),
  row("W10b", "101 pings in a second", "rate_limited", {
    ...{ status: 429, says: ["100"], close: 1008 },
    send: (live) =>
      ended(live, (line) => {
        for (let i = 0; i <= 100; i++) line.socket.ping()
      }),
  }),
  row("W11b", "no pong for 60 s", "idle_timeout", {
    ...{ says: ["pong"], close: 4408 },
    send: (live) => ended(live, (line) => passing(live, line.closed), { autoPong: false }),
  }),
  row("W12", "the node stops", "node_halted", {
    ...{ status: 503, says: ["last cursor"], close: 1012, alone: true, stops: true },
    send: (live) => ended(live, () => live.close()),
  }),
]

const HANDSHAKES = [
  row("W09a", "a foreign origin", "origin_not_allowed", {
    ...{ status: 403, says: ["evil.example"] },
    send: (live) => refused(live, { origin: "https://evil.example" }),
  }),
  row("W09b", "the 101st connection of an address", "rate_limited", {
    ...{ status: 429, says: ["100"], send: crowd },
  }),
  row("W07", "a token that ends", "token_expired", {
    ...{ close: 4401, alone: true, send: outlived },
    also: ({ others }) => (others as readonly string[]).includes("ending"),
  }),
  row("W07b", "a token that there is not", "token_unknown", {
    status: 401,
    send: (live) => {
      const token = `cct_${"0".repeat(16)}_${"A".repeat(43)}`
      return refused(live, { headers: { Authorization: `Bearer ${token}` } })
    },
  }),
  row("W14a", "another path", "unknown_route", {
    ...{ status: 404, says: ["/v1/feed"] },
    send: (live) => refused(live, {}, "/v1/feeds"),
  }),
  row("W14b", "a parameter in the address", "unknown_parameter", {
    ...{ status: 400, says: ["/stream"] },
    send: (live) => refused(live, {}, "/v1/feed?stream=blocks"),
  }),
  row("W14c", "another version of the protocol", "request_malformed", {
    ...{ status: 400 },
    send: async (live) => ({ response: await sendLines(live, ...handshakeOf("7")) }),
  }),
]

/** Follows with a token that ends in half a minute; the clock goes on. */
async function outlived(live: Live) {
  const ends = new Date(live.now + HALF_A_MINUTE_MS).toISOString()
  const { token } = await tokenOf(live, { audiences: ["read"], ends })
  const line = await Line.open(live, { headers: { Authorization: `Bearer ${token}` } })
  await line.subscribe("a", { stream: "blocks" })
  await passing(live, line.closed)
  const frame = line.frames.findLast(({ kind }) => kind === "error")
  return { closed: await line.closed, frame, others: line.frames.map(({ kind }) => kind) }
}

const HALF_A_MINUTE_MS = 30_000

/** The lines of a handshake of a version of the protocol. */
function handshakeOf(version: string): readonly string[] {
  const lines = ["GET /v1/feed HTTP/1.1", "Host: 127.0.0.1", "Connection: Upgrade"]
  const key = "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA=="
  return [...lines, "Upgrade: websocket", key, `Sec-WebSocket-Version: ${version}`, "", ""]
}

async function refused(live: Live, options: object, path?: string) {
  return { response: await (await Line.open(live, options, path)).refused }
}

export const SOCKETS: readonly SocketRow[] = [...MALFORMED, ...ASKED, ...LINES, ...HANDSHAKES]

/** Rows that this release cannot answer, and why. */
export const SOCKETS_LATER: readonly LaterRow[] = [
  {
    ...{ row: "W04b", what: "another organisation's stream", code: "permission_missing" },
    ...{ status: 403, later: "no service of this release has a private record" },
  },
  {
    ...{ row: "W08", what: "a grant withdrawn", code: "permission_missing", status: 403 },
    later: "nothing that is told needs a grant",
  },
]

/** A row in one line and what belongs to it; codes of sockets alone have no HTTP status. */
function row(
  number: string,
  what: string,
  code: string,
  more: Omit<SocketRow, "row" | "what" | "code" | "status"> & { readonly status?: number },
): SocketRow {
  return { row: number, what, code, status: null, ...more }
}
