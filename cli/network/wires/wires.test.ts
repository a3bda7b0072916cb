/** A wire carries bytes in order; a cut holds them; a new connection needs both directions. */
import { mkdtempSync, rmSync } from "node:fs"
import { connect, createServer, type Server, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { freePort } from "../../../engines/cometbft/machine.testing.ts"
import { largestGroup } from "../reach.ts"
import { serveControl, tellWires } from "./control.ts"
import { type Faults, faultLines, withFault } from "./faults.ts"
import { Wire } from "./wire.ts"

/** A node that listens: who came, and what each said. */
type Listener = { readonly server: Server; readonly port: number; readonly came: Socket[] }

let faults: Faults
let wire: Wire
let node: Listener
let elapsed: number

async function listener(): Promise<Listener> {
  const came: Socket[] = []
  const server = createServer((socket) => came.push(socket.on("error", () => {})))
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  return { server, port, came }
}

beforeEach(async () => {
  faults = {}
  elapsed = 0
  node = await listener()
  const plan = { from: "n1", to: "n2", port: await freePort(), target: node.port }
  wire = new Wire(plan, () => faults, { elapsed: () => elapsed, chance: () => 1 })
  await wire.adjust()
})
afterEach(() => {
  wire.close()
  for (const socket of node.came) socket.destroy()
  node.server.close()
})

const turn = () => new Promise((resolve) => setImmediate(resolve))
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn()
}

/** A connection by the wire, with what each end heard. */
async function link() {
  const before = node.came.length
  const near = connect(wire.plan.port, "127.0.0.1").on("error", () => {})
  await until(() => node.came.length > before)
  const far = node.came.at(-1)!
  const heard = { near: "", far: "" }
  near.on("data", (bytes) => {
    heard.near += bytes
  })
  far.on("data", (bytes) => {
    heard.far += bytes
  })
  return { near, far, heard }
}

/** Whether somebody takes a connection at the wire. */
const taken = () =>
  new Promise((resolve) => {
    const socket = connect(wire.plan.port, "127.0.0.1")
    socket.once("connect", () => resolve(socket.destroy() && true))
    socket.once("error", () => resolve(false))
  })

describe("a wire", () => {
  it("carries what both say, in order, and an end", async () => {
    const { near, far, heard } = await link()
    for (let i = 0; i < 100; i++) near.write(`${i},`)
    far.write("answer")
    await until(() => heard.near === "answer" && heard.far.endsWith("99,"))
    expect(heard.far).toBe(Array.from({ length: 100 }, (_, i) => `${i},`).join(""))
    const ended = new Promise((resolve) => far.once("end", resolve))
    near.end()
    await ended
  })

  it("that is cut one way holds that way, and brings it when it is healed", async () => {
    const { near, far, heard } = await link()
    faults = withFault(faults, ["n1>n2"], { cut: true })
    await wire.adjust()
    near.write("held")
    far.write("heard")
    await until(() => heard.near === "heard")
    for (let turns = 0; turns < 20; turns++) await turn()
    expect(heard.far).toBe("")
    expect(await taken()).toBe(false)
    faults = {}
    await wire.adjust()
    await until(() => heard.far === "held")
    expect(await taken()).toBe(true)
  })

  it("that is reset ends its connections", async () => {
    const { near } = await link()
    const closed = new Promise((resolve) => near.once("close", resolve))
    wire.reset()
    await closed
    expect(await taken()).toBe(true)
  })

  it("takes longer where it is slow, by its clock", async () => {
    const { near, heard } = await link()
    faults = withFault(faults, ["n1>n2"], { delayMs: 5 })
    near.write("late")
    for (let turns = 0; turns < 20; turns++) await turn()
    expect(heard.far).toBe("")
    elapsed = 5
    await until(() => heard.far === "late")
  })
})

describe("faults", () => {
  it("are said in words, a pair in one line where both ways are alike", () => {
    const cut = withFault({}, ["n1>n2", "n2>n1", "n3>n1"], { cut: true })
    const some = withFault(cut, ["n4>n1"], { delayMs: 200, dropPercent: 5 })
    expect(faultLines(some)).toEqual([
      "between n1 and n2 is cut",
      "n3 to n1 is cut",
      "n4 to n1 takes 200 ms longer, loses 5 %",
    ])
    expect(withFault(some, ["n1>n2", "n2>n1", "n3>n1"], { cut: false })).toEqual({
      "n4>n1": { cut: false, delayMs: 200, dropPercent: 5 },
    })
  })

  it("leave groups that reach each other, also by way of a third", () => {
    const names = ["n1", "n2", "n3", "n4"]
    const half = withFault({}, ["n1>n3", "n1>n4", "n2>n3", "n2>n4"], { cut: true })
    expect(largestGroup(names, half)).toEqual(["n1", "n2"])
    expect(largestGroup(names, withFault({}, ["n1>n2"], { cut: true }))).toHaveLength(4)
    expect(largestGroup([], {})).toEqual([])
  })
})

describe("the wires of a network", () => {
  it("answer what they are told, and are missed where they are gone", async () => {
    const folder = mkdtempSync(join(tmpdir(), "concordat-wires-"))
    const path = join(folder, "w.sock")
    const server = await serveControl(path, async ({ faults: next = {} }) => next)
    const told = withFault({}, ["n1>n2"], { cut: true })
    expect(await tellWires(path, { faults: told })).toEqual(told)
    server.close()
    await expect(tellWires(path)).rejects.toMatchObject({ code: "node_unreachable" })
    rmSync(folder, { recursive: true })
  })
})
