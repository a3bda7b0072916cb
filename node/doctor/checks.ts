/** What the machine must offer a node, whatever the ledger does. */
import type { Facts } from "./facts.ts"
import type { Check } from "./finding.ts"
import { clockAhead, FREE_BYTES_MIN } from "./of-machine.ts"

const MIB = 1_048_576
/** Below this it is time to think, above `FREE_BYTES_MIN` it is not too late. */
const FREE_SHARE_MIN = 0.05
const FILES_MIN = 4_096
/** What the system takes as the path of a socket, with its closing zero byte. */
const SOCKET_BYTES_MAX = 103
const CLOCK_OFF_MS = 500

/** What the checks look at besides the facts. */
export type Machine = {
  readonly version: string
  /** Of the Node that is to run it. */
  readonly node: string
  /** Paths of unix sockets. */
  readonly sockets: readonly string[]
  /** Files that the process may have open; null where the system does not tell. */
  readonly fileLimit: number | null
  /** Ports that the node needs and that another process has. */
  readonly portsTaken: readonly string[]
}

function space({ folders }: Facts): readonly Check[] {
  return folders.map(({ path, freeBytes, totalBytes }) => ({
    name: "free_space",
    ok: freeBytes > FREE_BYTES_MIN && freeBytes > FREE_SHARE_MIN * totalBytes,
    sentence: `${Math.floor(freeBytes / MIB)} MiB are free for ${path}.`,
    advice: "Make room before the disk is full: a node without room stops.",
  }))
}

function clock(facts: Facts): readonly Check[] {
  const ahead = clockAhead(facts)
  if (ahead === null) return []
  const off = Math.round(ahead.ms)
  const way = off < 0 ? "behind" : "ahead of"
  return [
    {
      name: "clock",
      ok: ahead.by === "votes" || Math.abs(off) <= CLOCK_OFF_MS,
      sentence: `The clock is ${Math.abs(off)} ms ${way} the others', by their ${ahead.by}.`,
      advice: "Keep it by a time service on every machine.",
    },
  ]
}

function versions({ others }: Facts, { version, node }: Machine): readonly Check[] {
  const unlike = others.flatMap((other) =>
    other.version === null || other.version === version ? [] : [`${other.name} ${other.version}`],
  )
  const also = unlike.length === 0 ? "" : `; others: ${unlike.join(", ")}`
  return [
    {
      name: "versions",
      ok: unlike.length === 0,
      sentence: `Version ${version} on Node ${node}${also}.`,
      advice: "Two versions in one set are for the days of an update alone.",
    },
  ]
}

function peers({ engine }: Facts): readonly Check[] {
  const known = engine?.standing == null ? [] : engine.peers
  if (known.length === 0) return []
  const away = known.filter(({ connected }) => !connected)
  const whom = away.length === 0 ? "" : ` Missing: ${away.map(({ name }) => name).join(", ")}.`
  return [
    {
      name: "peers",
      ok: away.length === 0,
      sentence: `${known.length - away.length} of ${known.length} peers are connected.${whom}`,
      advice: "Ask whoever keeps the missing ones; each gone is one less that may fail.",
    },
  ]
}

/** Every check that can be made. */
export function checksOf(facts: Facts, machine: Machine): readonly Check[] {
  const { sockets, fileLimit, portsTaken } = machine
  const long = sockets.filter((path) => Buffer.byteLength(path) > SOCKET_BYTES_MAX)
  return [
    ...space(facts),
    ...clock(facts),
    ...versions(facts, machine),
    ...peers(facts),
    {
      name: "ports",
      ok: portsTaken.length === 0,
      sentence:
        portsTaken.length === 0
          ? "No other process has its ports."
          : `Taken by another process: ${portsTaken.join(", ")}.`,
      advice: "End that process, or give the node other ports.",
    },
    {
      name: "socket_length",
      ok: long.length === 0,
      sentence:
        long.length === 0
          ? "Its sockets have names that the system takes."
          : `Longer than ${SOCKET_BYTES_MAX} bytes: ${long.join(", ")}.`,
      advice: "Keep the sockets in a shorter folder.",
    },
    ...(fileLimit === null
      ? []
      : [
          {
            name: "file_limit",
            ok: fileLimit >= FILES_MIN,
            sentence: `The process may have ${fileLimit} files open, ${FILES_MIN} are enough.`,
            advice: "Raise the limit: `ulimit -n`, or LimitNOFILE of its service.",
          },
        ]),
  ]
}
