/**
 * The alerts before Prometheus itself: its tool reads rules and configuration, and each alert is
 * raised once by series that mean what its page says, and by none that are well.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { prometheusPath } from "../../scripts/prometheus.ts"

const programs = prometheusPath()
const needed = programs === null ? " (skipped: no promtool; `apt-get install prometheus`)" : ""
const RULES = resolve("deploy/prometheus/alerts.yml")
const folder = mkdtempSync(join(tmpdir(), "concordat-alerts-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Series = Readonly<Record<string, string>>
type Case = {
  readonly alert: string
  /** When it is looked at, and how far samples lie apart. */
  readonly at: string
  readonly every?: string
  /** Values in the words of the tool: `3x30` is 3 and thirty times more. */
  readonly ill: Series
  readonly well: Series
}

const N1 = '{instance="n1"}'
const ENGINE: Series = { [`cometbft_consensus_height${N1}`]: "6x400" }
/** A gauge of one node that is in one way or another for half an hour. */
const gauge = (name: string, ill: number, well: number, labels = N1) => ({
  ill: { [`${name}${labels}`]: `${ill}x180` },
  well: { [`${name}${labels}`]: `${well}x180` },
})
const buckets = (quick: string) => ({
  'concordat_fsync_seconds_bucket{instance="n1",le="1"}': quick,
  'concordat_fsync_seconds_bucket{instance="n1",le="5"}': "0+10x180",
  'concordat_fsync_seconds_bucket{instance="n1",le="+Inf"}': "0+10x180",
})
const build = (instance: string, version: string) => ({
  [`concordat_build_info{instance="${instance}",version="${version}"}`]: "1x400",
})

const CASES: readonly Case[] = [
  {
    ...{ alert: "ConcordatRootMismatch", at: "8m" },
    ill: { [`concordat_state_root_mismatch_total${N1}`]: "0x30 1x100" },
    well: { [`concordat_state_root_mismatch_total${N1}`]: "1x130" },
  },
  { alert: "ConcordatHalted", at: "2m", ...gauge("concordat_halted", 1, 0) },
  {
    ...{ alert: "ConcordatNoBlock", at: "3m" },
    ill: { ...ENGINE, [`concordat_block_height${N1}`]: "5x180" },
    well: { ...ENGINE, [`concordat_block_height${N1}`]: "5+1x180" },
  },
  {
    ...{ alert: "ConcordatNoBlock", at: "3m" },
    ill: { [`concordat_block_height${N1}`]: "5x180", [`concordat_waiting${N1}`]: "2x180" },
    well: { [`concordat_block_height${N1}`]: "5x180", [`concordat_waiting${N1}`]: "0x180" },
  },
  {
    ...{ alert: "ConcordatQuorumMargin", at: "1m" },
    ill: { ...ENGINE, [`concordat_quorum_margin${N1}`]: "0x180" },
    well: { ...ENGINE, [`concordat_quorum_margin${N1}`]: "1x180" },
  },
  { alert: "ConcordatPowerMissing", at: "5m", ...gauge("concordat_power_online_ratio", 0.7, 0.75) },
  { alert: "ConcordatRounds", at: "1m", ...gauge("cometbft_consensus_rounds", 3, 2) },
  {
    ...{ alert: "ConcordatEvidence", at: "8m" },
    ill: { [`concordat_evidence_total${N1}`]: "0x30 1x100" },
    well: { [`concordat_evidence_total${N1}`]: "1x130" },
  },
  {
    ...{ alert: "ConcordatDown", at: "3m" },
    ...gauge("up", 0, 1, '{job="concordat",instance="n1"}'),
  },
  {
    ...{ alert: "ConcordatOrganisationMissing", at: "15m" },
    ill: { 'concordat_missed_blocks_total{organisation="health"}': "0+1x180" },
    well: { 'concordat_missed_blocks_total{organisation="health"}': "9x180" },
  },
  {
    ...{ alert: "ConcordatDiskWeek", at: "26h", every: "10m" },
    ill: { [`concordat_disk_free_bytes${N1}`]: "1000000000000-1000000000x200" },
    well: { [`concordat_disk_free_bytes${N1}`]: "1000000000000-1000000x200" },
  },
  {
    ...{ alert: "ConcordatDiskDay", at: "8h", every: "10m" },
    ill: { [`concordat_disk_free_bytes${N1}`]: "100000000000-1000000000x90" },
    well: { [`concordat_disk_free_bytes${N1}`]: "1000000000000-1000000000x90" },
  },
  {
    ...{ alert: "ConcordatFsyncSlow", at: "12m" },
    ...{ ill: buckets("0x180"), well: buckets("0+10x180") },
  },
  {
    ...{ alert: "ConcordatEventLoop", at: "8m" },
    ...gauge("concordat_event_loop_delay_seconds", 0.06, 0.05, '{quantile="0.999"}'),
  },
  { alert: "ConcordatFlushLag", at: "8m", ...gauge("concordat_flush_lag_blocks", 101, 100) },
  { alert: "ConcordatProjectorLag", at: "5m", ...gauge("concordat_projector_lag_blocks", 51, 50) },
  { alert: "ConcordatWaiting", at: "5m", ...gauge("concordat_waiting", 20_001, 20_000) },
  { alert: "ConcordatKeyEnds", at: "1m", ...gauge("concordat_key_end_seconds", 5e6, 6e6) },
  { alert: "ConcordatKeyEndsSoon", at: "1m", ...gauge("concordat_key_end_seconds", 6e5, 7e5) },
  { alert: "ConcordatBackupOld", at: "1m", ...gauge("concordat_backup_age_seconds", 94e3, 93e3) },
  {
    ...{ alert: "ConcordatNoBackup", at: "28h", every: "10m", ill: build("n1", "1") },
    well: { ...build("n1", "1"), [`concordat_backup_age_seconds${N1}`]: "60x400" },
  },
  {
    ...{ alert: "ConcordatTwoBuilds", at: "26h", every: "10m" },
    ill: { ...build("n1", "1"), ...build("n2", "2") },
    well: { ...build("n1", "1"), ...build("n2", "1") },
  },
]

/** One test of the tool: how many alerts of this name are raised. */
const testOf = ({ alert, at, every = "10s" }: Case, values: Series, count: number) => ({
  interval: every,
  input_series: Object.entries(values).map(([series, numbers]) => ({ series, values: numbers })),
  promql_expr_test: [
    {
      expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
      eval_time: at,
      exp_samples: count === 0 ? [] : [{ labels: "{}", value: count }],
    },
  ],
})

function promtool(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(join(programs!, "promtool"), args, {
    encoding: "utf8",
  })
  return status === 0 ? "" : `${stdout}${stderr}`.slice(0, 1_000)
}

/** What the tool has to say; rules are evaluated as often as there are samples. */
function judged(cases: readonly Case[], count: number): string {
  const said = ["10s", "10m"].map((evaluation_interval) => {
    const due = cases.filter(({ every = "10s" }) => every === evaluation_interval)
    const tests = due.map((one) => testOf(one, count === 0 ? one.well : one.ill, count))
    const path = join(folder, "tests.yml")
    writeFileSync(path, JSON.stringify({ rule_files: [RULES], evaluation_interval, tests }))
    return promtool("test", "rules", path)
  })
  return said.join("")
}

describe.skipIf(programs === null)(`alerts${needed}`, () => {
  it("and the configuration are read by Prometheus", () => {
    expect(promtool("check", "rules", RULES)).toBe("")
    expect(promtool("check", "config", resolve("deploy/prometheus/prometheus.yml"))).toBe("")
  })

  it("are each tried here", () => {
    const { groups } = parse(readFileSync(RULES, "utf8")) as {
      readonly groups: readonly { readonly rules: readonly { readonly alert: string }[] }[]
    }
    const named = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert))
    expect([...new Set(CASES.map(({ alert }) => alert))].sort()).toEqual(named.toSorted())
  })

  it("are raised by what they are about", () => {
    expect(judged(CASES, 1)).toBe("")
  })

  it("are not raised where all is well", () => {
    expect(judged(CASES, 0)).toBe("")
    expect(judged(CASES.slice(0, 1), 2)).not.toBe("") // The tool does compare.
  })
})
