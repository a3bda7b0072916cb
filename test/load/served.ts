/** Starts and stops server processes over a data folder, for load and for survival. */
import { type ChildProcess, spawn } from "node:child_process"
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

/** What a server process is made to bear. */
export type Hardship = {
  /** A point of `engines/perturb.ts` at which it dies, and at which visit. */
  readonly crash?: string
  /** No file of it may grow beyond so many KiB, as on a disk that is full. */
  readonly fileKibMax?: number
  /** The user that it runs as. */
  readonly user?: number
}

const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url))

/**
 * Starts a server; throws where it ends before it answers, with its exit code and its last words.
 */
export async function serveFolder(data: string, hardship: Hardship = {}): Promise<Served> {
  const { crash = "", fileKibMax, user } = hardship
  const limit = fileKibMax === undefined ? "" : `ulimit -f ${fileKibMax}; `
  const node = [process.execPath, "--conditions=source", SERVER, data]
  const child = spawn("bash", ["-c", `${limit}exec "$0" "$@"`, ...node], {
    env: { ...process.env, CONCORDAT_CRASH: crash },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
    ...(user === undefined ? {} : { uid: user }),
  })
  let errors = ""
  child.stderr!.on("data", (chunk) => {
    errors += chunk
  })
  const ended = once(child, "exit") as unknown as Served["ended"]
  const said = await Promise.race([once(child, "message"), ended.then((end) => end.join())])
  if (!Array.isArray(said))
    throw new Error(`the server ended before it answered, ${said} ${errors}`)
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

/** Asks a server to close, as a service manager does; answers its exit code. */
export async function closeServer({ process, ended }: Served): Promise<number | string | null> {
  process.kill("SIGTERM")
  const [code, signal] = await ended
  return code ?? signal
}

/** Sends one transaction; null where the server was gone before it answered. */
export async function post(url: string, bytes: Uint8Array): Promise<Posted | null> {
  try {
    const headers = { "content-type": "application/cose" }
    const body = bytes as Uint8Array<ArrayBuffer>
    const answer = await fetch(`${url}/v1/transactions`, { method: "POST", headers, body })
    return { ...((await answer.json()) as Posted), status: answer.status }
  } catch {
    return null
  }
}

/** An answer to a transaction: of a receipt, or of a problem. */
export type Posted = {
  readonly status: number
  readonly transaction: string
  readonly height?: string
  readonly code?: string
}
