/**
 * What a node measures of itself, in Prometheus' form. Each metric is named once, here; what it
 * stands at is asked for when somebody scrapes, what happens between is counted. No label ever
 * holds a person, a key or a transaction.
 */
import { monitorEventLoopDelay } from "node:perf_hooks"
import { ConcordatError, type Transaction } from "@concordat/kernel"
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"
import type { CommittedBlock } from "../executor/committed.ts"
import { operationsOf } from "../ledger/receipts.ts"
import type { Ledger, Status } from "../ledger.ts"
import { Tally } from "./tally.ts"

const PREFIX = "concordat_"
const MS_A_SECOND = 1_000
const NANOS_A_SECOND = 1e9
const LOOP_RESOLUTION_MS = 10
const LOOP_QUANTILES = [0.5, 0.99, 0.999]
/** Seconds: from what a memory takes to what a disk in trouble takes. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const ROOT_FAILURES: readonly string[] = ["root_mismatch"]

/** What this build is. */
export type Build = { readonly version: string; readonly commit: string }

/** The names of calls that an engine makes, as ABCI has them. */
export type CallName = "prepare_proposal" | "process_proposal" | "finalize_block" | "commit"

/** A function that answers values for gauges that nobody here can know. */
export type Extra = {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  /** Whether it only ever rises. */
  readonly counter?: true
  /** Values with their labels; asked at each scrape. */
  read(): Promise<readonly { readonly labels: Record<string, string>; readonly value: number }[]>
}

/** All metrics of one process. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  private readonly refused: Tally
  private readonly operations: Tally
  private readonly requests: Tally
  private readonly asking: Tally
  private readonly limited: Tally
  private readonly missed: Tally
  private readonly work: Tally
  private readonly misbehaved: Tally
  private readonly mismatches: Tally
  private readonly calls: Histogram<"method">
  private readonly phases: Histogram<"phase">
  private readonly commits: Histogram
  private readonly latency: Histogram
  private readonly flushes: Histogram
  private readonly syncs: Histogram
  private ledger: Ledger | null = null

  constructor({ version, commit }: Build) {
    const tally = (name: string, help: string, labels: readonly string[] = []) =>
      new Tally(this.registry, `${PREFIX}${name}`, help, labels)
    const histogram = <L extends string = never>(
      name: string,
      help: string,
      labelNames: L[] = [],
    ) =>
      new Histogram<L>({
        ...{ name: `${PREFIX}${name}`, help, labelNames, buckets: BUCKETS },
        registers: [this.registry],
      })
    this.operations = tally("tx_total", "Operations in blocks by what became of them", [
      ...["service", "command", "code"],
    ])
    this.refused = tally("tx_check_rejected_total", "Transactions that the check refused", ["code"])
    this.requests = tally("gateway_requests_total", "Requests answered", ["route", "status"])
    this.asking = tally(
      "gateway_organisation_requests_total",
      "Requests by who asked, and for what",
      [...["organisation", "kind"]],
    )
    this.limited = tally("gateway_rate_limited_total", "Requests refused as too many", [
      "organisation",
    ])
    this.missed = tally("missed_blocks_total", "Blocks without its vote", ["organisation"])
    this.work = tally("work_used", "Cost units of operations in blocks")
    this.misbehaved = tally("evidence_total", "Proofs of misbehaviour in blocks")
    this.mismatches = tally("state_root_mismatch_total", "Times that a root was another")
    this.calls = histogram("abci_call_seconds", "Calls of the engine", ["method"])
    this.phases = histogram("block_finalize_seconds", "Execution of a block", ["phase"])
    this.commits = histogram("commit_seconds", "Commit of a block to memory and queue")
    this.latency = histogram("tx_latency_seconds", "From a transaction's arrival to its receipt")
    this.flushes = histogram("store_flush_seconds", "One batch of blocks into the state store")
    this.syncs = histogram("fsync_seconds", "One sync of a file")
    this.gauge("build_info", "This build", ["version", "node", "commit"], (set) =>
      set({ version, node: process.versions.node, commit }, 1),
    )
    this.addStatus()
    this.add({
      ...{ name: "snapshot_age_blocks", help: "Blocks since the newest snapshot for joiners" },
      ...{ labels: [], read: () => snapshotAge(this.ledger) },
    })
    this.addLoop()
    collectDefaultMetrics({ register: this.registry })
  }

  private addLoop(): void {
    this.loop.enable()
    this.gauge("event_loop_delay_seconds", "Delay since the last scrape", ["quantile"], (set) => {
      for (const quantile of LOOP_QUANTILES) {
        const value = this.loop.percentile(quantile * 100) / NANOS_A_SECOND
        set({ quantile: String(quantile) }, Number.isFinite(value) ? value : 0)
      }
      this.loop.reset()
    })
  }

  private gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: (set: (labels: Record<string, string>, value: number) => void) => void,
  ): void {
    new Gauge({
      ...{ name: `${PREFIX}${name}`, help, labelNames: [...labelNames] },
      registers: [this.registry],
      collect() {
        empty(this, labelNames)
        read((labels, value) => this.set(labels, value))
      },
    })
  }

  /** A metric that somebody else reads. */
  add({ name, help, labels, counter, read }: Extra): void {
    const Kind = counter ? Counter : Gauge
    new Kind({
      ...{ name: `${PREFIX}${name}`, help, labelNames: [...labels] },
      registers: [this.registry],
      async collect() {
        const values = await read()
        empty(this, labels)
        for (const each of values) this.inc(each.labels, each.value)
      },
    })
  }

  /** Asks this ledger from now on; before, there is none to ask. */
  watch(ledger: Ledger): void {
    this.ledger = ledger
  }

  /** A gauge of what the ledger says of itself. */
  private status(name: string, help: string, read: (status: Status) => number): void {
    this.gauge(name, help, [], (set) => {
      if (this.ledger !== null) set({}, read(this.ledger.status()))
    })
  }

  private addStatus(): void {
    this.status("block_height", "Last final block", ({ height }) => Number(height))
    this.status("block_time_seconds", "Its time", ({ time }) => time / MS_A_SECOND)
    this.status("state_keys", "Rows of the state", ({ rows }) => rows)
    this.status("log_size", "Leaves of the event log", ({ log }) => Number(log.size))
    this.status("waiting", "Transactions that wait for a block", ({ waiting }) => waiting)
    this.status("waiting_bytes", "Bytes of what waits", ({ waitingBytes }) => waitingBytes)
    this.status("halted", "1 where the node takes no transaction", ({ halted }) => (halted ? 1 : 0))
    this.status("flush_lag_blocks", "Blocks that wait for the state store", ({ counters }) => {
      return counters["unflushed"] ?? 0
    })
    this.status("power_online_ratio", "Power whose vote is in the last block", powerOf)
    this.status("quorum_margin", "Validators that may still fail", marginOf)
    this.gauge("voting_power", "Power of an organisation", ["organisation"], (set) => {
      if (this.ledger === null) return
      for (const [organisation, power] of powers(this.ledger.status())) set({ organisation }, power)
    })
    this.gauge("validators", "Validators by whether they signed", ["state"], (set) => {
      if (this.ledger === null) return
      const { validators } = this.ledger.status()
      const away = validators.filter(({ signed }) => signed === false).length
      set({ state: "signing" }, validators.length - away)
      set({ state: "missing" }, away)
    })
  }

  /** A check came to an end; null: it was admitted. */
  checked(code: string | null): void {
    if (code !== null) this.refused.add(code)
  }

  /** A block is final; `open` is what its transactions were decoded to. */
  committed({ facts }: CommittedBlock, open: (index: number) => Transaction | null): void {
    for (const [index, { code, refusals, cost }] of facts.results.entries()) {
      this.work.add("", Number(cost))
      const transaction = open(index)
      if (transaction === null) {
        this.operations.add(key("", "", refusals[0]?.code ?? "transaction_malformed"))
        continue
      }
      const codes = new Map(refusals.map((each) => [each.operation, each.code]))
      for (const [at, { command, outcome }] of operationsOf(
        transaction,
        code,
        refusals,
      ).entries()) {
        const dot = command.indexOf(".")
        const became = outcome === "refused" ? (codes.get(at) ?? outcome) : outcome
        this.operations.add(key(command.slice(0, dot), command.slice(dot + 1), became))
      }
    }
  }

  /** Whose votes the last block lacks; asked once a block, on networks. */
  voted(): void {
    for (const { signed, organisation } of this.ledger?.status().validators ?? []) {
      if (signed === false) this.missed.add(organisation ?? "")
    }
  }

  /** The engine called, and how long the answer took, in seconds. */
  called(method: CallName, seconds: number): void {
    this.calls.observe({ method }, seconds)
    if (method === "commit") this.commits.observe(seconds)
    if (method === "process_proposal") this.phases.observe({ phase: "process" }, seconds)
    if (method === "finalize_block") this.phases.observe({ phase: "finalize" }, seconds)
  }

  /** So many proofs of misbehaviour were in a block. */
  misbehaviour(count: number): void {
    if (count > 0) this.misbehaved.add("", count)
  }

  /** A transaction has its receipt, so many seconds after it came. */
  final(seconds: number): void {
    this.latency.observe(seconds)
  }

  /** A batch is in the state store. */
  flushed(seconds: number): void {
    this.flushes.observe(seconds)
  }

  /** A file was synced. */
  synced(seconds: number): void {
    this.syncs.observe(seconds)
  }

  /** A request was answered. */
  answered(route: string, status: number): void {
    this.requests.add(key(route, String(status)))
  }

  /** A caller was let ask, or asked too often; of nobody known the organisation is "". */
  asked(kind: string, organisation: string, limited: boolean): void {
    if (limited) this.limited.add(organisation)
    else this.asking.add(key(organisation, kind))
  }

  /** The node stopped by itself. */
  failed(failure: unknown): void {
    const code = failure instanceof ConcordatError ? failure.code : ""
    if (ROOT_FAILURES.includes(code)) this.mismatches.add("")
  }

  /** Everything, as Prometheus reads it. */
  text(): Promise<string> {
    return this.registry.metrics()
  }
}

/** The labels of a count in one string. */
const key = (...labels: readonly string[]) => labels.join(" ")

/** No value is none, also without labels, where `reset` leaves a 0. */
function empty(metric: Gauge | Counter, labelNames: readonly string[]): void {
  metric.reset()
  if (labelNames.length === 0) metric.remove()
}

/** Of the newest snapshot that is served; none where there is none. */
async function snapshotAge(ledger: Ledger | null) {
  const [newest] = ledger === null ? [] : await ledger.snapshots()
  if (ledger === null || newest === undefined) return []
  return [{ labels: {}, value: Number(ledger.status().height - newest.height) }]
}

function powers({ validators }: Status): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { organisation, power } of validators) {
    const name = organisation ?? ""
    sums.set(name, (sums.get(name) ?? 0) + Number(power))
  }
  return sums
}

function powerOf({ validators }: Status): number {
  let [all, online] = [0, 0]
  for (const { power, signed } of validators) {
    all += Number(power)
    if (signed !== false) online += Number(power)
  }
  return all === 0 ? 0 : online / all
}

/** How many validators, the heaviest first, may fail until two thirds of the power are gone. */
function marginOf({ validators }: Status): number {
  const all = validators.reduce((sum, { power }) => sum + Number(power), 0)
  const online = validators.filter(({ signed }) => signed !== false)
  let rest = online.reduce((sum, { power }) => sum + Number(power), 0)
  let margin = -1
  for (const { power } of online.toSorted((a, b) => Number(b.power - a.power))) {
    if (3 * rest <= 2 * all) break
    margin++
    rest -= Number(power)
  }
  return margin
}
