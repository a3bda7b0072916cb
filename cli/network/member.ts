/**
 * The process of one node of a network: `member.ts <folder> <name> <program of the engine> [folder
 * of the built console]`. It ends when it is told to, or with the status of what failed.
 */
import { readFileSync } from "node:fs"
import { lstat, mkdir } from "node:fs/promises"
import { createGateway, serve } from "@concordat/gateway"
import { addressText, ConcordatError, type Hex } from "@concordat/kernel"
import {
  createLog,
  exitCodeOf,
  type Ledger,
  openLedger,
  services,
  servicesModule,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { batchFiles, consoleFiles } from "../development/files.ts"
import { heldKeys } from "../development/keys.ts"
import { VERSION } from "../version.ts"
import { networkKeystore } from "./found.ts"
import { type Plan, type PlannedNode, placesOf, planIn, socketsOf } from "./plan.ts"

const HOST = "127.0.0.1"
const TIMEOUT_COMMIT_MS = 300
const POWER = 10n
const log = createLog("node")

function open(
  folder: string,
  plan: Plan,
  node: PlannedNode,
  binary: string,
  onFailure: (failure: unknown) => void,
): Promise<Ledger> {
  const places = placesOf(folder)
  const { data, engine: home } = places.node(node.name)
  return openLedger({
    ...{ data, services, servicesModule, profile: "development", signers: [], log, onFailure },
    ...{ disk: systemDisk, clock: systemClock, scheduler: systemScheduler },
    genesis: readFileSync(places.genesis, "utf8"),
    organisations: plan.nodes.map(({ organisation, validator }) => ({
      address: addressText({ key: { ed25519: validator }, power: POWER }) as Hex,
      organisation,
    })),
    cometbft: {
      ...{ binary, home },
      config: {
        ...socketsOf(plan, node),
        ...{ name: node.name, listen: node.peers, metrics: node.metrics, sameHost: true },
        peers: plan.nodes
          .filter(({ name }) => name !== node.name)
          .map(({ nodeId, peers }) => `${nodeId}@${peers}`),
        timeoutCommitMs: TIMEOUT_COMMIT_MS,
      },
    },
  })
}

/** The folder of the sockets: ours alone, also where others write beside it. */
async function ownFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { uid, mode } = await lstat(path)
  const own = uid === (process.getuid?.() ?? uid) && (mode & 0o077) === 0
  if (own) return
  throw new ConcordatError("configuration_invalid", `Others could use the sockets in ${path}.`, {
    hint: "Remove this folder; the network makes it anew.",
    details: { path },
  })
}

type Named = {
  readonly folder: string
  readonly name: string
  readonly binary: string
  readonly assets: string
}

/** Resolves with the exit status: told to stop, or failed. */
async function member({ folder, name, binary, assets }: Named): Promise<number> {
  const plan = planIn(folder)
  const node = plan.nodes.find((each) => each.name === name)
  if (node === undefined) throw new Error(`the network has no node ${name}`)
  await ownFolder(plan.run)
  const ended = Promise.withResolvers<number>()
  process.once("SIGTERM", () => ended.resolve(0))
  process.once("SIGINT", () => ended.resolve(0))
  const ledger = await open(folder, plan, node, binary, (failure) =>
    ended.resolve(exitCodeOf(failure)),
  )
  const gateway = createGateway({
    ledger,
    development: await heldKeys(ledger, await networkKeystore(folder)),
    console: await consoleFiles(assets === "" ? null : assets),
    batches: batchFiles(placesOf(folder).node(name).batches),
    random: (length) => systemRandom.bytes(length),
    after: (ms, task) => systemScheduler.after(ms, task),
    log: (line) => {
      if (line["level"] === "error") process.stderr.write(`${JSON.stringify(line)}\n`)
    },
    version: VERSION,
  })
  const serving = await serve(gateway, { host: HOST, port: node.gateway })
  const status = await ended.promise
  await serving.close()
  await ledger.close()
  return status
}

const [folder = "", name = "", binary = "", assets = ""] = process.argv.slice(2)
try {
  process.exitCode = await member({ folder, name, binary, assets })
} catch (failure) {
  log.error("engine_failed", failure instanceof Error ? failure.message : String(failure), {
    failure,
  })
  process.exitCode = exitCodeOf(failure)
}
