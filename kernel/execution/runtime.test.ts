/** Definitions: what follows from good ones, and what is wrong with the others, found at start. */
import { describe, expect, it } from "vitest"
import { Bug } from "../failures.ts"
import { ascii } from "../schema/ascii.ts"
import { bytes } from "../schema/bytes.ts"
import { fixed, hash } from "../schema/fixed.ts"
import type { Kind } from "../schema/kind.ts"
import { list } from "../schema/list.ts"
import { option } from "../schema/option.ts"
import { party } from "../schema/party.ts"
import { record } from "../schema/record.ts"
import { text } from "../schema/text.ts"
import { u8 } from "../schema/unsigned.ts"
import { command } from "../service/command.ts"
import { event } from "../service/event.ts"
import { invariant } from "../service/invariant.ts"
import { procedure } from "../service/procedure.ts"
import { rawTable } from "../service/raw-table.ts"
import { refusals } from "../service/refusals.ts"
import { rule } from "../service/rule.ts"
import { type Service, type ServiceDefinition, service } from "../service/service.ts"
import { reader, table } from "../service/table.ts"
import { testAuthority } from "../testing/authority.ts"
import { probe } from "./probe.testing.ts"
import { purse, shop } from "./purse.testing.ts"
import { defineRuntime, nameOf, roleOf } from "./runtime.ts"

const authority = () => testAuthority().service

function one(definition: Partial<ServiceDefinition>): Service {
  return service({ name: "sample", about: "-", ...definition })
}

function defines(...services: readonly Service[]) {
  return () => defineRuntime([authority(), ...services])
}

const plain = (more: object = {}) => command({ about: "-", input: {}, run() {}, ...more })

describe("service order", () => {
  it("is dependencies first, then names", () => {
    const runtime = defineRuntime([shop, authority(), purse, probe])
    const names = runtime.services.map(({ name }) => name)
    expect(names).toEqual(["authority", "probe", "purse", "shop"])
    const early = service({ name: "aaa", about: "-", uses: [shop] })
    const all = defineRuntime([early, shop, authority(), purse]).services.map(({ name }) => name)
    expect(all).toEqual(["authority", "purse", "shop", "aaa"])
  })

  it("refuses a circle and a gap", () => {
    const uses: Service[] = []
    const one = service({ name: "one", about: "-", uses })
    uses.push(service({ name: "two", about: "-", uses: [one] }))
    expect(defines(one, uses[0]!)).toThrow(/use each other in a circle: one, two/)
    expect(defines(shop)).toThrow(/"shop" uses "purse", which is not among the services/)
  })
})

describe("commands and roles", () => {
  const runtime = defineRuntime([authority(), purse, shop, probe])

  it("are found by full name, with the nearest one for a wrong name", () => {
    expect(runtime.inputOf("purse.pay")).toBe(purse.commands.pay.input)
    expect(runtime.inputOf("purse.pya")).toBeUndefined()
    expect(runtime.nearest("purse.pya")).toBe("purse.pay")
    expect(runtime.isOpen("probe.cast")).toBe(true)
    expect(runtime.isOpen("purse.pay")).toBe(false)
    expect(() => runtime.command("purse.pya")).toThrow(Bug)
    expect(nameOf(purse.commands.pay)).toBe("purse.pay")
  })

  it("name the classes of their roles; an undeclared default role is for any class", () => {
    expect(runtime.roles.get("purse.pay")).toEqual(["member", "observer"])
    expect(runtime.roles.get("probe.script")).toEqual([])
    expect(runtime.roles.has("shop.order")).toBe(false)
    expect(roleOf(purse.commands.pay)).toBe("purse.pay")
    expect(roleOf(shop.commands.order)).toBeNull()
    expect(roleOf(plain({ signers: "half" }))).toBeNull()
    expect(roleOf(plain({ signers: "half", role: "org.admin" }))).toBe("org.admin")
  })

  it("refuse a role that its own service does not declare", () => {
    expect(defines(one({ commands: { act: plain({ role: "sample.other" }) } }))).toThrow(
      /role "sample.other" is not declared by "sample"/,
    )
    expect(defines(one({ commands: { act: plain({ role: "org.admin" }) } }))).not.toThrow()
    expect(defines(one({ commands: { act: plain({ role: "Wrong" }) } }))).toThrow(Bug)
  })
})

describe("names", () => {
  it.each([
    "kernel",
    "blocks",
    "transactions",
    "evidence",
    "check",
    "development",
    "status",
    "engine",
    "iso20022",
  ])("reserve %s", (name) => {
    expect(defines(service({ name, about: "-" }))).toThrow(/is reserved/)
  })

  it("follow their grammar, or are a Bug", () => {
    expect(() => service({ name: "S", about: "-" })).toThrow(Bug)
    expect(() => service({ name: "a".repeat(25), about: "-" })).toThrow(Bug)
    expect(() => table("Tickets", { key: {}, value: {} })).toThrow(Bug)
    expect(() => table("tickets", { key: { "a-b": hash }, value: {} })).toThrow(Bug)
    expect(() => table("tickets", { key: {}, value: { constructor: hash } as never })).toThrow(Bug)
    expect(() => rawTable("Raw", { key: 1, value: 1 })).toThrow(Bug)
    expect(() => event("soldOut", {})).toThrow(Bug)
    expect(() => refusals({ soldOut: "-" })).toThrow(Bug)
    expect(() => rule("is_even", { input: {}, cost: 1, holds: () => true })).toThrow(Bug)
    expect(() => one({ commands: { "do-it": plain() } })).toThrow(Bug)
    expect(() => one({ procedures: { do_it: procedure(() => {}) } })).toThrow(Bug)
    expect(defines(one({ roles: { "a b": [] } }))).toThrow(Bug)
  })

  it("are unique", () => {
    expect(defines(one({}), one({}))).toThrow(/two services are named "sample"/)
    const twins = { a: event("sold", {}), b: event("sold", { x: u8 }) }
    expect(defines(one({ events: twins }))).toThrow(/declared twice/)
    const alike = rule("ed25519", { input: {}, cost: 1, holds: () => true })
    expect(defines(one({ rules: { alike } }))).toThrow(/unique in a runtime/)
  })

  it("of platform codes keep their status", () => {
    expect(() => refusals({ already_exists: ["-", 404] })).toThrow(/of status 409/)
    expect(refusals({ already_exists: "Here already." }).already_exists).toEqual({
      code: "already_exists",
      message: "Here already.",
      status: 409,
    })
    expect(refusals({}).signature_invalid.status).toBe(400)
  })
})

describe("tables", () => {
  const tables = (name: string, key: Record<string, never>, value: Record<string, Kind<unknown>>) =>
    one({ tables: { [name]: table(name, { key, value }) } })

  it("have keys of up to 255 bytes", () => {
    const fits = { a: fixed(240) } as never // 14 bytes of prefix
    expect(defines(tables("rows", fits, {}))).not.toThrow()
    const wide = { a: fixed(244) } as never
    expect(defines(tables("rows", wide, {}))).toThrow(/may take 256 bytes, above 255/)
    const long = { a: ascii(200), b: text(20) } as never
    expect(defines(tables("rows", long, {}))).toThrow(/above 255/)
    const raw = one({ tables: { raw: rawTable("raw", { key: 250, value: 1 }) } })
    expect(defines(raw)).toThrow(/above 255/)
  })

  it("have rows that fit into a value", () => {
    expect(defines(tables("rows", {}, { a: bytes(131_000) }))).not.toThrow()
    expect(defines(tables("rows", {}, { a: bytes(131_072) }))).toThrow(/above 131072/)
    const raw = one({ tables: { raw: rawTable("raw", { key: 1, value: 131_073 }) } })
    expect(defines(raw)).toThrow(Bug)
    expect(defines(one({ events: { big: event("big", { a: bytes(131_000) }) } }))).toThrow(Bug)
  })

  it("are not nested deeper than 12", () => {
    let deep: Kind<unknown> = u8
    for (let depth = 2; depth <= 12; depth++) deep = list(deep, 1)
    expect(() => record({ deep: list(deep, 1) })).toThrow(Bug)
  })

  it("refuse a key without key form, a column of a key field's name, an index of nothing", () => {
    const wrong = { id: option(hash) } as never
    expect(() => table("rows", { key: wrong, value: {} })).toThrow(/has no key form/)
    expect(() => table("rows", { key: { id: hash }, value: { id: hash } })).toThrow(Bug)
    const indexes = ["colour"] as never
    expect(() => table("rows", { key: { id: hash }, value: {}, indexes })).toThrow(Bug)
  })

  it("answer for an absent row by a refusal of their service", () => {
    const rows = table("rows", { key: {}, value: {}, absent: "no_such_row" })
    expect(() => one({ tables: { rows } })).toThrow(/is no refusal of service "sample"/)
    const known = refusals({ no_such_row: ["There is no such row.", 404] })
    expect(() => one({ tables: { rows }, refusals: known })).not.toThrow()
  })

  it("belong to one service", () => {
    const rows = table("rows", { key: {}, value: {} })
    one({ tables: { rows } })
    expect(() => one({ tables: { rows } })).not.toThrow()
    expect(() => service({ name: "other", about: "-", tables: { rows } })).toThrow(
      /belongs to service "sample"/,
    )
  })

  it("that an invariant speaks of are declared", () => {
    const rows = table("rows", { key: {}, value: { owner: party } })
    const invariants = [invariant("-", { rows: reader(rows), holds: () => true })]
    expect(defines(one({ invariants }))).toThrow(/which nobody declares/)
    expect(defines(one({ invariants, tables: { rows } }))).not.toThrow()
  })
})

describe("authorise", () => {
  it("is given once: signer and permit must be, frozen may be", () => {
    expect(() => defineRuntime([purse])).toThrow(/no service gives "signer"/)
    const second = one({ authorise: { signer: () => ({}) as never } })
    expect(defines(second)).toThrow(/"signer" is given by more than one service/)
    const { signer, permit } = authority().authorise
    const bare = one({ authorise: { signer: signer!, permit: permit! } })
    expect(defineRuntime([bare]).frozen).toBeNull()
    expect(() => defineRuntime([one({ authorise: { signer: signer! } })])).toThrow(/"permit"/)
  })

  it("leaves the engine to one service", () => {
    expect(defines(probe).call(null).engine).toBe(probe)
    expect(defines(probe, one({ engine: true }))).toThrow(/one service at most/)
  })
})

describe("versions", () => {
  it.each([0, 65_536, 1.5])("of %d are a Bug", (version) => {
    expect(defines(one({ version }))).toThrow(/version/)
  })
})
