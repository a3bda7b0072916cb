/** Starts and stops server processes over a data folder, for load and for survival. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

/** Microseconds of CPU since the process began: all of its threads, and its main thread. */
export type Usage = { readonly total: number; readonly main: number }
/** What a server says. */
export type ServerTells = { readonly port: number } | Usage

/** A server process that answers. */
export type Served = {
  readonly url: string
  readonly process: ChildProcess
  /** Resolves with exit code and signal. */
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>
  usage(): Promise<Usage>
}

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url))

/** Starts a server; `crash` is a point of `engines/perturb.ts` at which it dies. */
export async function serveFolder(data: string, crash = ""): Promise<Served> {
  const child = fork(SERVER, [data], {
    execArgv: ["--conditions=source"],
    env: { ...process.env, CONCORDAT_CRASH: crash },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  })
  let errors = ""
  child.stderr!.on("data", (chunk) => {
    errors += chunk
  })
  const ended = once(child, "exit") as unknown as Served["ended"]
  const said = await Promise.race([once(child, "message"), ended.then(() => null)])
  if (said === null) throw new Error(`the server ended before it answered: ${errors}`)
  const { port } = said[0] as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    ended,
    async usage() {
      child.send("usage")
      const [usage] = await once(child, "message")
      return usage as Usage
    },
  }
}

/** Asks a server to close, as a service manager does. */
export async function closeServer({ process, ended }: Served): Promise<void> {
  process.kill("SIGTERM")
  const [code, signal] = await ended
  if (code !== 0) throw new Error(`the server ended with ${signal ?? code}`)
}
