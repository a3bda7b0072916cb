/** A file that a program wrote reads as it was told; a change is told with when it counts. */
import { describe, expect, it } from "vitest"
import { settingChanges } from "./changes.ts"
import { readConfiguration } from "./configuration.ts"
import { configurationText } from "./text.ts"

const said = {
  "gateway.listen": "0.0.0.0:4400",
  "node.name": 'mint "one"'.replaceAll(/[" ]/g, "-").replace(/-$/, ""),
  "engine.kind": "cometbft",
  "engine.peers": [`${"a".repeat(40)}@hall.example:26656`],
  "engine.sameHost": true,
  "verify.workers": 2,
  "node.data": 'a "strange" folder\\with\ttabs',
} as const

describe("a configuration that is written", () => {
  it("reads back as it was told, sections in order, everything else default", () => {
    const text = configurationText("Written by a test.\nTwice.", said)
    expect(text.startsWith("# Written by a test.\n# Twice.\n\n[node]\n")).toBe(true)
    const { configuration, faults } = readConfiguration(text)
    expect(faults).toEqual([])
    const told = settingChanges(readConfiguration("").configuration, configuration)
    expect(Object.fromEntries(told.map(({ setting, after }) => [setting, after]))).toEqual(said)
  })
})

describe("changes", () => {
  it("are told by name; only what is marked takes effect at once", () => {
    const before = readConfiguration("[log]\nlevel = 'info'").configuration
    const after = readConfiguration("[log]\nlevel = 'debug'\n[verify]\nworkers = 3").configuration
    expect(settingChanges(before, before)).toEqual([])
    expect(settingChanges(before, after)).toEqual([
      { setting: "verify.workers", before: null, after: 3, reload: false },
      { setting: "log.level", before: "info", after: "debug", reload: true },
    ])
  })
})
