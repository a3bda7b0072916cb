/** Flags of the scripts: known names, values, the nearest name for a wrong one. */
import { describe, expect, it } from "vitest"
import { FlagError, type Flags, parseFlags, positiveNumber, usage, wholeNumber } from "./flags.ts"

const FLAGS: Flags = {
  port: { about: "the port", value: "N" },
  fresh: { about: "begin anew" },
}

describe("parseFlags", () => {
  it("reads values, switches and words", () => {
    const args = ["--port", "44", "kernel", "--fresh"]
    const { values, words } = parseFlags(FLAGS, args, { words: true })
    expect(values).toMatchObject({ port: "44", fresh: true })
    expect(words).toEqual(["kernel"])
    expect(parseFlags(FLAGS, ["--port=44"]).values).toMatchObject({ port: "44" })
  })

  it.each([
    [["--por", "1"], "unknown flag --por. Did you mean --port?"],
    [["--frsh"], "unknown flag --frsh. Did you mean --fresh?"],
    [["--zzzzzz"], "unknown flag --zzzzzz. Known: --port, --fresh."],
    [["--port"], "--port needs a value: --port N"],
    [["--port="], "--port needs a value: --port N"],
    [["--port", "--fresh"], "--port needs a value: --port N"],
    [["--fresh=1"], "--fresh takes no value."],
    [["-p"], 'unexpected "-p". Known: --port, --fresh.'],
    [["--"], 'unexpected "--". Known: --port, --fresh.'],
    [["kernel"], 'unexpected "kernel". Known: --port, --fresh.'],
    [["--__proto__"], "unknown flag --__proto__."],
  ])("refuses %j", (args, message) => {
    expect(() => parseFlags(FLAGS, args)).toThrow(FlagError)
    expect(() => parseFlags(FLAGS, args)).toThrow(message)
  })

  it("a wrong name is a wrong command line, a wrong value a wrong setting", () => {
    expect(new FlagError("unknown flag --a")).toMatchObject({ code: "unknown_argument", exit: 2 })
    const wrong = new FlagError("--port takes a number", "configuration_invalid")
    expect(wrong).toMatchObject({ code: "configuration_invalid", exit: 78 })
  })
})

describe("numbers", () => {
  it("are read, or as they are where nothing is given", () => {
    expect(wholeNumber({ port: "0" }, "port", 1)).toBe(0)
    expect(wholeNumber({}, "port", 1)).toBe(1)
    expect(positiveNumber({ port: "0.5" }, "port", 1)).toBe(0.5)
    expect(positiveNumber({}, "port", Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  })

  it.each(["x", "-1", "1.5", "1e3", " 1", "70000", "99999999999999999"])("refuse %j", (text) => {
    const read = () => wholeNumber({ port: text }, "port", 1, { least: 1, most: 65_535 })
    expect(read).toThrow(`--port takes a whole number from 1 to 65535, not "${text}".`)
  })

  it.each(["x", "0", "-1"])("above 0 refuse %j", (text) => {
    const read = () => positiveNumber({ minutes: text }, "minutes", 1)
    expect(read).toThrow(`--minutes takes a number above 0, not "${text}".`)
  })
})

describe("usage", () => {
  it("lines the flags up", () => {
    expect(usage("npm start", "Starts.", FLAGS)).toBe(
      "npm start\n\nStarts.\n\n  --port N  the port\n  --fresh   begin anew\n",
    )
  })
})
