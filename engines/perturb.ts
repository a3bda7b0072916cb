/**
 * Named points at which a test may stop a process or delay it. In production every call is a
 * comparison with null. `CONCORDAT_CRASH=<name>[:n]` kills the process (SIGKILL) when it reaches
 * the point for the n-th time; simulation sets a hook of its own.
 */

/** Every point, and what holds after a restart from there. A test visits each of them. */
export const POINTS = {
  "init.before": "the genesis runs again, same root",
  "init.after": "the genesis runs again, same root",
  "finalize.before": "the block comes again or was never acknowledged",
  "finalize.after": "the block comes again or was never acknowledged",
  "blocklog.append": "the log ends before the block",
  "blocklog.partial": "half a record is cut",
  "blocklog.before-sync": "the whole record or nothing of it",
  "blocklog.after-sync": "the block is there for ever",
  "commit.before": "the block is replayed from the log",
  "commit.after": "the block is replayed from the log",
  "flush.begin": "the flushed height as before, the rest is replayed",
  "flush.between-batches": "the flushed height as before, the rest is replayed",
  "flush.end": "the new flushed height",
  "outbox.append": "every height is told exactly once",
  "projector.begin": "every height is told exactly once",
  "projector.rows": "every height is told exactly once",
  "projector.commit": "every height is told exactly once",
  "trie.write": "an unfinished image is ignored, the older one or the rows serve",
  "snapshot.chunk": "an unfinished snapshot is made away with, the older ones serve",
  "snapshot.rename": "an unfinished snapshot is made away with, the older ones serve",
  "restore.chunk": "nothing of it is used; the next offer starts clean",
  "restore.last": "nothing of it is used; the next offer starts clean",
  "collector.header": "the archive ends before the block, which is asked for again",
  "collector.commit": "the block stands without its commit, which is asked for again",
  "config.write": "no configuration file, or the whole",
  "keystore.write": "the old key file or the new one, never half",
  "genesis.write": "no genesis file, or the whole",
} as const

/** The name of a point. */
export type Point = keyof typeof POINTS

let hook: ((point: Point) => void) | null = crashHook(globalThis.process?.env.CONCORDAT_CRASH)

function crashHook(wanted: string | undefined): ((point: Point) => void) | null {
  if (wanted === undefined || wanted === "") return null
  const [name, count = "1"] = wanted.split(":")
  let left = Number(count)
  return (point) => {
    if (point === name && --left === 0) process.kill(process.pid, "SIGKILL")
  }
}

/** Tells the hook, if there is one, that this point is reached. */
export function perturb(point: Point): void {
  if (hook !== null) hook(point)
}

/** Whether somebody listens: lets a caller do in two steps what it else does in one. */
export function perturbed(): boolean {
  return hook !== null
}

/** Sets what happens at the points (null: nothing), for tests in process. */
export function onPerturb(next: ((point: Point) => void) | null): void {
  hook = next
}
