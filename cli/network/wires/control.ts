/**
 * How a network's wires are asked and told: one JSON line over a unix socket, one line back. They
 * begin without faults, and forget them when they end.
 */
import { connect, createServer, type Server } from "node:net"
import { createInterface } from "node:readline"
import { ConcordatError } from "@concordat/kernel"
import type { Direction, Faults } from "./faults.ts"

const ANSWER_MS = 5_000

/** What wires are told. */
export type Told = {
  /** The faults to be in force; absent: as they are. */
  readonly faults?: Faults
  /** Connections of these pairs end at once. */
  readonly reset?: readonly Direction[]
}

/** Answers at a socket with what `tell` returns. */
export async function serveControl(
  path: string,
  tell: (told: Told) => Promise<Faults>,
): Promise<Server> {
  const server = createServer((socket) => {
    const lines = createInterface({ input: socket })
    // Whoever asked may be gone; the reader passes on what its socket says.
    for (const source of [socket, lines]) source.on("error", () => {})
    lines.on("line", (line) => {
      void tell(JSON.parse(line) as Told).then((faults) => {
        socket.end(`${JSON.stringify(faults)}\n`)
      })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(path, resolve)
  })
  return server
}

/** Tells a network's wires, and answers the faults in force. Throws `node_unreachable`. */
export function tellWires(path: string, told: Told = {}): Promise<Faults> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown) =>
      reject(
        new ConcordatError("node_unreachable", "The wires between the nodes do not answer.", {
          cause,
          hint: "`concordat network up` starts them again; it leaves running nodes alone.",
          details: { path },
        }),
      )
    const socket = connect(path)
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("it took too long")))
    socket.on("error", failed)
    socket.on("close", () => failed(new Error("it was closed")))
    let answer = ""
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text
    })
    socket.on("end", () => {
      if (answer.endsWith("\n")) resolve(JSON.parse(answer) as Faults)
    })
    socket.write(`${JSON.stringify(told)}\n`)
  })
}
