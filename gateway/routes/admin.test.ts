/** What a node answers its operators: reasons, metrics, the log's level; and to nobody else. */

import { Refusal } from "@concordat/kernel"
import { beforeEach, describe, expect, it } from "vitest"
import { createAdmin, type Served } from "../app.ts"
import type { LogLevelName } from "./admin.ts"

let reasons: readonly string[]
let level: LogLevelName
const dropped: string[] = []
let admin: Served
beforeEach(() => {
  reasons = []
  level = "info"
  admin = createAdmin({
    ...{ random: (length) => new Uint8Array(length), after: () => () => {}, log: () => {} },
    started: () => !reasons.includes("starting"),
    reasons: () => reasons,
    version: () => ({ version: "1.2.3" }),
    metrics: async () => "concordat_x 1\n",
    async dropPeer(id) {
      if (id.startsWith("00")) throw new Refusal("wrong_state", "It would come back.", {}, 409)
      dropped.push(id)
    },
    ask: async (question) => ({ asked: question["ask"] ?? null }),
    level: {
      get: () => level,
      set: (next) => {
        level = next
      },
    },
  })
})

const at = (path: string) => `http://127.0.0.1${path}`
const put = (body: string, headers: Record<string, string> = {}) =>
  admin.request(at("/admin/log-level"), {
    ...{ method: "PUT", body },
    headers: { "content-type": "application/json", ...headers },
  })

describe("the admin address", () => {
  it("tells every reason why the node does not serve", async () => {
    expect((await admin.request(at("/readyz"))).status).toBe(200)
    reasons = ["starting", "engine_absent"]
    const answer = await admin.request(at("/readyz"))
    expect([answer.status, await answer.text()]).toEqual([503, "starting\nengine_absent\n"])
    expect((await admin.request(at("/startupz"))).status).toBe(503)
    expect((await admin.request(at("/livez"))).status).toBe(200)
    reasons = ["disk_full"]
    expect((await admin.request(at("/startupz"))).status).toBe(200)
  })

  it("has metrics in Prometheus' form, and the version", async () => {
    const answer = await admin.request(at("/metrics"))
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4")
    expect(await answer.text()).toBe("concordat_x 1\n")
    expect(await (await admin.request(at("/version"))).json()).toEqual({ version: "1.2.3" })
  })

  it("ends the link to a node, unless it would come back or is none", async () => {
    const drop = async (peer: string) => {
      const headers = { "content-type": "application/json" }
      const body = JSON.stringify({ peer })
      const answer = await admin.request(at("/admin/drop-peer"), { method: "POST", headers, body })
      return [answer.status, ((await answer.json()) as { code?: string }).code ?? null]
    }
    expect(await drop("ab".repeat(20))).toEqual([200, null])
    expect(await drop("00".repeat(20))).toEqual([409, "wrong_state"])
    expect(await drop("AB")).toEqual([400, "hex_malformed"])
    expect(dropped).toEqual(["ab".repeat(20)])
  })

  it("sets the level of the log; what is none changes nothing", async () => {
    expect(await (await put('{"level":"debug"}')).json()).toEqual({ level: "debug" })
    for (const wrong of ['{"level":"loud"}', "{}", "[]"]) {
      const answer = await put(wrong)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        400,
        "unknown_value",
      ])
    }
    expect(await (await admin.request(at("/admin/log-level"))).json()).toEqual({ level: "debug" })
  })

  it("passes questions about the state on, and answers", async () => {
    const ask = (body: string) =>
      admin.request(at("/admin/state"), {
        ...{ method: "POST", body },
        headers: { "content-type": "application/json" },
      })
    expect(await (await ask('{"ask":"about"}')).json()).toEqual({ answer: { asked: "about" } })
    expect((await ask("[]")).status).toBe(400)
  })

  it("knows this machine alone, whatever name it is called by", async () => {
    for (const path of ["/metrics", "/readyz", "/version", "/admin/log-level"]) {
      const answer = await admin.request(`http://node.example.org${path}`)
      expect([path, answer.status]).toEqual([path, 403])
    }
    expect((await put('{"level":"debug"}', { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect(level).toBe("info")
  })

  it("has no other routes", async () => {
    expect((await admin.request(at("/v1/status"))).status).toBe(404)
  })
})
