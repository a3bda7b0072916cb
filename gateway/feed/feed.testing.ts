/** For tests: reads server-sent events as a browser would, a part at a time. */
import type { JsonObject } from "@concordat/kernel"
import { send, type TestGateway } from "../gateway.testing.ts"

/** One event of a stream. */
export type Sent = { readonly id: string; readonly name: string; readonly data: JsonObject }

/** A stream that is being read. */
export class Reading {
  readonly response: Response
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>
  private readonly decoder = new TextDecoder()
  private text = ""
  /** The last id that was given, with an item or alone. */
  id = ""

  constructor(response: Response) {
    this.response = response
    this.reader = response.body!.getReader()
  }

  /** The next event with data; null at the end. */
  async next(): Promise<Sent | null> {
    for (;;) {
      const end = this.text.indexOf("\n\n")
      if (end < 0) {
        if (!(await this.more())) return null
        continue
      }
      const sent = this.read(this.text.slice(0, end))
      this.text = this.text.slice(end + 2)
      if (sent !== null) return sent
    }
  }

  /** Waits for the next part, whatever is in it; false at the end. */
  async more(): Promise<boolean> {
    const { done, value } = await this.reader.read()
    if (!done) this.text += this.decoder.decode(value, { stream: true })
    return !done
  }

  /** What was read and is not taken yet. */
  rest(): string {
    const { text } = this
    this.text = ""
    return text
  }

  /** The next so many events. */
  async take(count: number): Promise<readonly Sent[]> {
    const taken: Sent[] = []
    while (taken.length < count) {
      const sent = await this.next()
      if (sent === null) break
      taken.push(sent)
    }
    return taken
  }

  stop(): Promise<void> {
    return this.reader.cancel()
  }

  private read(block: string): Sent | null {
    let name = "message"
    let data = ""
    for (const line of block.split("\n")) {
      const [, field, value = ""] = /^([a-z]*): ?(.*)$/.exec(line) ?? []
      if (field === "id") this.id = value
      if (field === "event") name = value
      if (field === "data") data += value
    }
    return data === "" ? null : { id: this.id, name, data: JSON.parse(data) as JsonObject }
  }
}

/** Follows the feed of a gateway by server-sent events. */
export async function follow({ gateway }: TestGateway, query: string, init: RequestInit = {}) {
  return new Reading(await send(gateway, `/v1/feed${query}`, init))
}
