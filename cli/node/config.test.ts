/** What an operator is told of a configuration: every fault, every setting, every difference. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, describe, expect, it, vi } from "vitest"
import { CommandLine } from "../../test/cluster/command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "concordat-config-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())
const line = new CommandLine(folder)
const answer = () => JSON.parse(line.out)
const write = (text: string) => writeFileSync(join(folder, "concordat.toml"), text)

describe("config check", () => {
  it("finds every fault of file, environment and genesis at once", async () => {
    write('[gateway]\nlistn = "x:1"\n[log]\nlevel = "loud"\n')
    writeFileSync(join(folder, "genesis.json"), '{"format":1}')
    vi.stubEnv("CONCORDAT_STORE_FLUSH_BLOCKS", "0")
    expect(await line.run("config", "check")).toBe(78)
    expect(line.out).toContain("concordat.toml:2: There is no setting gateway.listn.")
    expect(line.out).toContain("Did you mean gateway.listen?")
    expect(line.out).toContain("concordat.toml:4: log.level must be one of")
    expect(line.out).toContain("environment: CONCORDAT_STORE_FLUSH_BLOCKS must be a whole number")
    expect(line.out).toContain("genesis.json /chain")
    expect(line.out).toContain("genesis.json /time")
  })

  it("says which file is not there", async () => {
    expect(await line.run("config", "check", "--config", "absent.toml", "--json")).toBe(78)
    expect(answer().error.code).toBe("configuration_invalid")
    write("[chain]\ngenesis = 'nowhere.json'")
    expect(await line.run("config", "check", "--json")).toBe(78)
    expect(answer().faults).toEqual([
      { place: join(folder, "nowhere.json"), reason: "There is no genesis file." },
    ])
  })
})

describe("config explain", () => {
  it("tells of one setting, or all of them", async () => {
    expect(await line.run("config", "explain", "log.level", "--json")).toBe(0)
    expect(answer()).toMatchObject({ default: "info", variable: "CONCORDAT_LOG_LEVEL" })
    expect(answer().effect).toBe("at SIGHUP")
    expect(await line.run("config", "explain")).toBe(0)
    expect(line.out).toContain("gateway.listen")
  })

  it("names the nearest where there is no such setting", async () => {
    expect(await line.run("config", "explain", "log.levl", "--json")).toBe(2)
    expect(answer().error.hint).toContain("log.level")
  })
})

describe("config diff", () => {
  it("tells what differs from the defaults, and who said so", async () => {
    write("[verify]\nworkers = 3\n[log]\nlevel = 'info'")
    vi.stubEnv("CONCORDAT_GATEWAY_LISTEN", "127.0.0.1:5000")
    expect(await line.run("config", "diff", "--json")).toBe(0)
    expect(answer().changes).toEqual([
      { setting: "verify.workers", value: 3, default: null, from: "file" },
      {
        ...{ setting: "gateway.listen", value: "127.0.0.1:5000", default: "127.0.0.1:4400" },
        from: "environment",
      },
    ])
  })

  it("says so where nothing does", async () => {
    write("")
    expect(await line.run("config", "diff")).toBe(0)
    expect(line.out).toContain("nothing that differs")
  })
})
