/**
 * `concordat run`: the process of a node. It says what happens in lines of JSON, ends when it is
 * told to (SIGTERM, SIGINT) or with the exit status of what failed, and reads its file again at
 * SIGHUP.
 */
import { createGateway, type GatewayOptions, serve } from "@concordat/gateway"
import { ConcordatError } from "@concordat/kernel"
import {
  createLog,
  exitCodeOf,
  type Keystore,
  type Ledger,
  type Log,
  liveDoctor,
  settingChanges,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
  writeDivergence,
} from "@concordat/node"
import { batchFiles, consoleFiles } from "../development/files.ts"
import { heldKeys } from "../development/keys.ts"
import { schemaFolder } from "../money/schema-folder.ts"
import { VERSION } from "../version.ts"
import { accessOf, audited, ratesOf } from "./access.ts"
import { hostAndPort, type NodeFile, nodeFile, placesOf, type Variables } from "./file.ts"
import { openNode } from "./open.ts"
import { nodePlace } from "./place.ts"
import { Watched } from "./watched.ts"

const MS_A_SECOND = 1_000
const LOOPBACK = /^(127\.|::1$|localhost$)/

type Opened = { readonly ledger: Ledger; readonly keystore: Keystore | null }

/** What a running node hears from outside. */
export type Signals = {
  /** Resolves when it is told to stop. */
  readonly stop: Promise<string>
  /** Calls back when the file is to be read again. */
  reload(listener: () => void): void
}

/** The signals of this process. */
export function processSignals(): Signals {
  const { promise: stop, resolve } = Promise.withResolvers<string>()
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve(signal))
  return { stop, reload: (listener) => void process.on("SIGHUP", listener) }
}

/** What the gateway tells of requests, as lines of the node's log. */
function gatewayLog(log: Log): GatewayOptions["log"] {
  return ({ level, code: problem, ...facts }) => {
    if (level === "audit" && audited(log, problem, facts)) return
    if (level === "error") log.error("request_failed", "A request failed.", { problem, ...facts })
    else log.debug("request_refused", "A request was refused.", { problem, ...facts })
  }
}

async function gatewayOf(file: NodeFile, { ledger, keystore }: Opened, log: Log, watched: Watched) {
  const { node, gateway } = file.configuration
  const places = placesOf(file)
  const { host } = hostAndPort(gateway.listen)
  const signsIn = node.profile === "development" && keystore !== null && LOOPBACK.test(host)
  return createGateway({
    ledger,
    development: signsIn ? await heldKeys(ledger, keystore) : null,
    console: await consoleFiles(places.console),
    batches: batchFiles(places.batches),
    schemas: schemaFolder(places.schemas),
    doctor: liveDoctor({
      ...{ ledger, place: nodePlace(file), version: VERSION, clock: systemClock },
    }),
    random: (length) => systemRandom.bytes(length),
    after: (ms, task) => systemScheduler.after(ms, task),
    now: () => systemClock.now(),
    log: gatewayLog(log),
    answered: (route, status) => watched.metrics.answered(route, status),
    access: {
      ...(await accessOf(file, () => watched.rates)),
      asked: (quota, organisation, limited) =>
        watched.metrics.asked(quota, organisation ?? "", limited),
    },
    version: VERSION,
  })
}

/** Reads the file again and takes over what may change while the node runs. */
function reloading(file: NodeFile, variables: Variables, log: Log, watched: Watched): () => void {
  let current = file.configuration
  return () => {
    try {
      const { configuration } = nodeFile(file.path, variables)
      for (const { setting, before, after, reload } of settingChanges(current, configuration)) {
        const when = reload ? "takes effect now" : "waits for the next start"
        log.audit("configuration_changed", `${setting} ${when}.`, { setting, before, after })
      }
      watched.level = configuration.log.level
      watched.rates = ratesOf(configuration)
      current = configuration
    } catch (failure) {
      log.error("configuration_refused", "The file has a fault; all stays as it was.", { failure })
    }
  }
}

async function serveLedger(
  file: NodeFile,
  opened: Opened,
  log: Log,
  watched: Watched,
  ended: Promise<number>,
): Promise<number> {
  const { ledger } = opened
  const { gateway: settings } = file.configuration
  const gateway = await gatewayOf(file, opened, log, watched)
  watched.feed = gateway.feed
  const requestMs = settings.requestSeconds * MS_A_SECOND
  const { host, port } = hostAndPort(settings.listen)
  const serving = await serve(gateway, { host, port, requestMs, log: gatewayLog(log) })
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${serving.port}`
  log.info("node_ready", `Serves ${ledger.chain} at ${url}.`, { url, process: process.pid })
  const status = await ended
  await serving.close()
  return status
}

/** What `run` was asked for. */
export type RunOptions = {
  /** Absolute path of the configuration file. */
  readonly path: string
  readonly variables: Variables
  readonly signals: Signals
  /** Standard output, in lines of JSON, if absent. */
  readonly log?: Log
  /** Opens keys and ledger; a test may hear of it. */
  readonly open?: typeof openNode
}

const isDivergence = (failure: unknown): failure is ConcordatError =>
  failure instanceof ConcordatError && failure.code === "root_mismatch"

/**
 * This node's state is not the chain's: its engine has ended, nothing more is signed or taken. What
 * there is stays as it is, and can be read, until somebody has compared it.
 */
async function isolate(file: NodeFile, ledger: Ledger, log: Log, failure: ConcordatError) {
  const { data } = placesOf(file)
  const next = "Compare it with another node: concordat diff-state."
  const path = await writeDivergence(systemDisk, data, ledger, failure, VERSION).catch(() => null)
  log.error("divergence_kept", `Isolated; reads go on. ${next}`, { path, failure })
}

/** Opens and serves the ledger until the node is to end. */
async function runLedger(
  file: NodeFile,
  { variables, signals, open = openNode }: RunOptions,
  log: Log,
  watched: Watched,
): Promise<number> {
  const { promise: ended, resolve: end } = Promise.withResolvers<number>()
  void signals.stop.then((signal) => {
    log.info("node_stopping", `Stops for ${signal}.`, { signal })
    end(status)
  })
  let status = 0
  const onFailure = (failure: unknown) => {
    status = exitCodeOf(failure)
    if (watched.ledger !== null && isDivergence(failure)) {
      void isolate(file, watched.ledger, log, failure)
    } else end(status)
  }
  const { metrics } = watched
  const opened = await open(file, { variables, log, metrics, onFailure })
  try {
    watched.ledger = opened.ledger
    return await serveLedger(file, opened, log, watched, ended)
  } finally {
    await opened.ledger.close()
  }
}

/** Runs a node until it ends; resolves to the exit status. Never throws. */
export async function runNode(options: RunOptions): Promise<number> {
  const { path, variables, signals, log = createLog("node") } = options
  try {
    const file = nodeFile(path, variables)
    log.level(file.configuration.log.level)
    const watched = new Watched(file, log, variables)
    signals.reload(reloading(file, variables, log, watched))
    const unserve = await watched.serve(gatewayLog(log))
    try {
      return await runLedger(file, options, log, watched)
    } finally {
      await unserve()
    }
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure)
    log.error("engine_failed", message, { failure })
    return exitCodeOf(failure)
  }
}
