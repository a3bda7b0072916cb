/** Flags of derived commands, by kind: what is typed, and the JSON that reaches the ledger. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  ascii,
  bool,
  bytes,
  command,
  enumeration,
  hash,
  i64,
  list,
  option,
  party,
  record,
  service,
  text,
  time,
  u8,
  u64,
  u128,
  union,
} from "@concordat/kernel"
import { Command } from "commander"
import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { addDerived } from "./derived.ts"
import type { Environment } from "./environment.ts"
import { failureOf } from "./failure.ts"

const pair = record({ name: ascii(8), count: u8 })
const everything = command({
  about: "Take every kind.",
  input: {
    ...{ yes: bool, small: u8, wide: u64, widest: u128, signed: i64, when: time },
    ...{ words: text(20), who: party, choice: enumeration("red", "green"), digest: hash },
    ...{ blob: bytes(64), maybe: option(u8), names: list(ascii(8), 3), pairs: list(pair, 2) },
    ...{ either: union({ one: u8, other: pair }), holderName: option(text(20)) },
  },
  run() {
    return undefined
  },
})
const sample = service({
  ...{ name: "sample", about: "For tests", version: 1 },
  ...{ tables: {}, events: {}, commands: { everything }, refusals: {} },
})

const folder = mkdtempSync(join(tmpdir(), "concordat-derived-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Sent = { readonly path: string; readonly init: RequestInit }
let sent: Sent[] = []
beforeEach(() => {
  sent = []
})

const CHECKED = { status: "accepted", cost: 7, height: "3", operations: [] }
const environment: Environment = {
  ...{ out: () => {}, err: () => {}, home: folder, cwd: folder, terminal: false },
  fetch: (url, init = {}) => {
    sent.push({ path: new URL(url).pathname, init })
    return Promise.resolve(Response.json(CHECKED))
  },
  random: (length) => new Uint8Array(length),
  ...{ now: () => 0, elapsed: () => 0 },
}

/** Rehearses the command; answers the lines, or the failure. */
async function rehearse(...flags: readonly string[]) {
  let answer: unknown
  const program = new Command("concordat").exitOverride()
  addDerived(program, sample, new Set(), async (_, work) => {
    answer = await work(environment).catch((error: unknown) => failureOf(error))
  })
  await program.parseAsync(["everything", "--dry-run", ...flags], { from: "user" })
  return answer
}

const D = "ab".repeat(32)
const GOOD = {
  ...{ yes: "true", small: "7", wide: "18446744073709551615", widest: "5", signed: "-9" },
  ...{ when: "2030-01-31", words: "two words", who: "education/registrar", choice: "green" },
  ...{ digest: D, blob: "AQI", names: "a,b", pairs: '[{"name":"a","count":1}]' },
  either: '{"one":4}',
}
const flagsOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`)

describe("values by kind", () => {
  it("become the command's JSON; what is optional is null", async () => {
    expect(await rehearse(...flagsOf(GOOD))).toMatchObject({
      lines: ["Would be accepted on block 3, 7 units. Nothing was sent."],
    })
    const [{ path, init }] = sent as [Sent]
    expect(path).toBe("/v1/check")
    expect(JSON.parse(String(init.body))).toEqual({
      command: "sample.everything",
      input: {
        ...{ yes: true, small: 7, wide: "18446744073709551615", widest: "5", signed: "-9" },
        ...{ when: "2030-01-31T00:00:00.000Z", words: "two words", who: "education/registrar" },
        ...{ choice: "green", digest: D, blob: "AQI", maybe: null, names: ["a", "b"] },
        ...{ pairs: [{ name: "a", count: 1 }], either: { one: 4 }, holderName: null },
      },
    })
  })

  it("may be JSON lists, files behind @, options by their kebab name", async () => {
    writeFileSync(join(folder, "blob"), Uint8Array.of(1, 2, 3))
    const flags = { ...GOOD, names: '["x"]', blob: "@blob", maybe: "0", "holder-name": "Ada" }
    await rehearse(...flagsOf(flags))
    expect(JSON.parse(String(sent[0]!.init.body))).toMatchObject({
      input: { names: ["x"], blob: "AQID", maybe: 0, holderName: "Ada" },
    })
  })

  it.each([
    ["yes", "perhaps", "type_mismatch", "/yes"],
    ["small", "256", "number_out_of_range", "/small"],
    ["small", "0x10", "type_mismatch", "/small"],
    ["wide", "-1", "number_out_of_range", "/wide"],
    ["wide", "1e3", "integer_malformed", "/wide"],
    ["when", "soon", "date_invalid", undefined],
    ["words", "x".repeat(21), "too_long", "/words"],
    ["who", "Nobody!", "text_invalid", "/who"],
    ["choice", "blue", "unknown_value", "/choice"],
    ["digest", "abc", "hex_malformed", "/digest"],
    ["blob", "a b", "base64_malformed", "/blob"],
    ["names", "a,b,c,d", "too_long", "/names"],
    ["pairs", "{nope", "json_malformed", "/pairs"],
    ["either", '{"three":1}', "unknown_value", "/either"],
  ])("--%s %s is refused here, nothing is sent: %s", async (name, value, code, pointer) => {
    const failure = await rehearse(...flagsOf({ ...GOOD, [name]: value }))
    expect(failure).toMatchObject({ code, exit: 2, ...(pointer && { pointer }) })
    expect(sent).toEqual([])
  })

  it("a flag that is left out is named with its shape", async () => {
    const { choice: _, ...rest } = GOOD
    expect(await rehearse(...flagsOf(rest))).toMatchObject({
      ...{ code: "field_missing", pointer: "/choice", exit: 2 },
      message: "The flag --choice <red|green> is missing.",
    })
  })
})

describe("who signs", () => {
  it("is told in headers, and must be a name", async () => {
    const who = ["--as", "education/a", "--cosigners", "education/b, justice/c"]
    await rehearse(...flagsOf(GOOD), ...who)
    expect(sent[0]!.init.headers).toMatchObject({
      "Concordat-As": "education/a",
      "Concordat-Cosigners": "education/b,justice/c",
    })
    const failure = await rehearse(...flagsOf(GOOD), "--as", "Über")
    expect(failure).toMatchObject({ code: "text_invalid", pointer: "/as", exit: 2 })
  })
})
