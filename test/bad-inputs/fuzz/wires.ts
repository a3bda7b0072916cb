/**
 * Readers of what clients send over HTTP and WebSocket: frames of RFC 6455 as the feed's sockets
 * read them, messages of the feed, bodies of requests through the whole gateway.
 */
import type { Writable } from "node:stream"
import { type Code, codeRow, utf8 } from "@concordat/kernel"
import { services } from "@concordat/node"
import * as ws from "ws"
import { readMessage } from "../../../gateway/feed/frames.ts"
import { wantedOf } from "../../../gateway/feed/wanted.ts"
import { SOCKET_MESSAGE_BYTES_MAX } from "../../../gateway/limits.ts"
import type { Live } from "../live.ts"
import { type Decoder, demand } from "./decoders.ts"
import { codeOf } from "./formats.ts"

/** The reader of frames that the feed's sockets have inside; the library's types leave it out. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: { isServer: boolean; maxPayload: number }) => Writable
}
const OPCODE = { text: 0x81, ping: 0x89, close: 0x88, more: 0x01, rest: 0x80 }
const MASK = Uint8Array.of(1, 2, 3, 4)
const SHORT_BYTES_MAX = 125
const INTERNAL = 500

const MESSAGES = [
  { kind: "subscribe", id: "a", stream: "events", service: "provenance", from: "1" },
  { kind: "subscribe", id: "b", stream: "blocks", after: "1.0" },
  { kind: "subscribe", id: "c", stream: "rows", table: "organisations.grants", key: "education" },
  { kind: "unsubscribe", id: "a" },
].map((message) => JSON.stringify(message))

/** A frame as a client sends it: masked, its length in the short form or the one of 16 bits. */
function frame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload
  const head =
    length <= SHORT_BYTES_MAX
      ? [opcode, 0x80 | length]
      : [opcode, 0x80 | (SHORT_BYTES_MAX + 1), length >> 8, length & 0xff]
  return Uint8Array.of(...head, ...MASK, ...payload.map((byte, i) => byte ^ MASK[i % 4]!))
}

/** What a message asks for; the code of what is wrong with it. */
function asked(live: Live, text: string): string | null {
  return codeOf(() => {
    const request = readMessage(text)
    if (request.kind === "subscribe") wantedOf(live.ledger, request.asked)
  })
}

function frameDecoder(live: Live): Decoder {
  const texts = MESSAGES.map((text) => utf8(text))
  const [first, second] = [texts[0]!.slice(0, 9), texts[0]!.slice(9)]
  return {
    name: "WebSocket frame",
    seeds: [
      ...texts.map((text) => frame(OPCODE.text, text)),
      Uint8Array.of(...frame(OPCODE.more, first), ...frame(OPCODE.rest, second)),
      Uint8Array.of(...frame(OPCODE.ping, first), ...frame(OPCODE.text, texts[1]!)),
      frame(OPCODE.close, Uint8Array.of(3, 232)),
    ],
    async judge(bytes) {
      const reader = new Receiver({ isServer: true, maxPayload: SOCKET_MESSAGE_BYTES_MAX })
      let code: string | null = null
      reader.on("message", (data: Buffer, binary: boolean) => {
        demand(data.length <= SOCKET_MESSAGE_BYTES_MAX, "a message beyond the limit")
        code = binary ? "message_malformed" : (asked(live, String(data)) ?? code)
      })
      await new Promise<void>((resolve) => {
        reader.on("error", (failure: Error & { readonly code?: string }) => {
          // What the library refuses by itself is counted by these codes (FeedSocket).
          const large = failure.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"
          demand(failure.code?.startsWith("WS_ERR_") === true, `no code: ${failure.message}`)
          code = large ? "message_too_large" : "message_malformed"
          resolve()
        })
        reader.write(Buffer.from(bytes), () => resolve())
      })
      reader.destroy()
      return code
    },
  }
}

/** Bodies of three routes through all of the gateway; what is answered has a code of the table. */
function bodyDecoder(live: Live): Decoder {
  const routes = ["/v1/provenance/setClass", "/v1/organisations/grant", "/v1/check"]
  const bodies = [
    { input: { class: "diploma", title: "Diploma", schema: "{}" } },
    { input: { holder: "education/registrar", role: "provenance.issue", scope: "" } },
    { operations: [{ command: "sample.count", input: { name: "a" } }], mode: "atomic" },
  ].map((body) => utf8(JSON.stringify(body)))
  return {
    ...{ name: "HTTP body", seeds: bodies, slower: 20 },
    async judge(bytes) {
      const headers = { "Content-Type": "application/json" }
      const body = bytes as BodyInit
      const route = routes[bytes.length % routes.length]!
      const answer = await live.request(route, { method: "POST", headers, body })
      const { code = null } = (await answer.json()) as { code?: string }
      demand(answer.status < INTERNAL, `status ${answer.status}, ${code}`)
      demand(answer.ok || (code !== null && isKnown(code)), `"${code}" is no code`)
      return code
    },
  }
}

/** Whether a code is one that a caller may meet for a wrong input. */
export function isKnown(code: string): boolean {
  const row = codeRow(code as Code) as ReturnType<typeof codeRow> | undefined
  return row === undefined ? services.some(({ refusals }) => code in refusals) : row.kind !== "bug"
}

/** All of them. */
export function wires(live: Live): readonly Decoder[] {
  const message: Decoder = {
    ...{ name: "message of the feed", seeds: MESSAGES.map((text) => utf8(text)) },
    judge: (bytes) => asked(live, new TextDecoder().decode(bytes)),
  }
  return [message, frameDecoder(live), bodyDecoder(live)]
}
