/** Gateways before one real ledger, asked without a network; some of them lie, or are away. */
import { vi } from "vitest"
import {
  CLASS_TERMS,
  openGateway,
  signedBy,
  type TestGateway,
} from "../../../gateway/gateway.testing.ts"

/** What a gateway makes of an answer before it sends it; null: it does not answer. */
export type Manner = (method: string, body: string) => string | null

/** An honest one. */
export const honest: Manner = (_, body) => body

/** Gateways by address; `manners` may be changed while they are asked. */
export class Gateways {
  readonly manners = new Map<string, Manner>()
  readonly test: TestGateway

  private constructor(test: TestGateway) {
    this.test = test
  }

  /** Opens them before a ledger of some blocks, and lets `fetch` lead there. */
  static async open(...urls: readonly string[]): Promise<Gateways> {
    const gateways = new Gateways(await openGateway())
    for (const name of ["diploma", "thesis", "licence", "permit"]) await gateways.write(name)
    for (const url of urls) gateways.manners.set(url, honest)
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => gateways.fetch(url, init))
    return gateways
  }

  /** Closes a block with something in it, and one above. */
  async write(name: string): Promise<void> {
    const { test } = this
    const operation = { command: "provenance.setClass", input: { ...CLASS_TERMS, class: name } }
    await test.ledger.submit(signedBy(test, "education/registrar", [operation]))
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const manner = this.manners.get(url)
    const { method } = JSON.parse(String(init.body))
    const { body, headers } = init
    const answer = await this.test.gateway.request("http://localhost/engine", {
      ...{ method: "POST", body: String(body), headers: headers as Record<string, string> },
    })
    const said = manner?.(method, await answer.text()) ?? null
    if (said === null) throw new TypeError("fetch failed")
    return new Response(said)
  }

  async close(): Promise<void> {
    vi.unstubAllGlobals()
    await this.test.close()
  }
}

/** Turns over the first character of a field's text. */
export function altering(method: string, field: string): Manner {
  const first = new RegExp(`"${field}":"(.)`)
  return (asked, body) => {
    if (asked !== method) return body
    return body.replace(first, (_, character) => `"${field}":"${character === "A" ? "B" : "A"}`)
  }
}
