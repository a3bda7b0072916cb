/**
 * What is written about metrics against a running node: the page names every metric that it has,
 * and no other; alerts and dashboard use names that exist, with labels that exist.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { FILE_NAME } from "../../cli/node/file.ts"
import { RunningNode } from "../../cli/node/running.testing.ts"
import { CommandLine } from "../cluster/command-line.ts"

const PAGE = readFileSync("docs/operations/metrics.md", "utf8")
const ALERTS = "deploy/prometheus/alerts.yml"
const PORTS = { CONCORDAT_GATEWAY_LISTEN: "127.0.0.1:0", CONCORDAT_ADMIN_LISTEN: "127.0.0.1:0" }
/** What PromQL itself knows, and what Prometheus adds to every sample. */
const ADDED = ["le", "instance", "job"]

type Rule = { alert: string; expr: string; labels: { level: string }; annotations: object }
type Panel = { targets?: { expr: string }[] }

const folder = mkdtempSync(join(tmpdir(), "concordat-metrics-"))
let node: RunningNode
let text: string
beforeAll(async () => {
  const line = new CommandLine(folder)
  await line.run("init", "mint", "--organisation", "mint", "--chain", "mint-1")
  node = new RunningNode(join(folder, "mint", FILE_NAME), null, PORTS)
  await node.url()
  const { url } = await node.said("admin_ready")
  text = await (await fetch(`${url}/metrics`)).text()
})
afterAll(async () => {
  await node.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Metrics of the page with their labels. */
const written = () =>
  new Map(
    [...PAGE.matchAll(/^\| `(concordat_\w+)` \| ([^|]*)\|/gm)].map(([, name = "", labels = ""]) => [
      name,
      labels
        .split(",")
        .map((label) => label.trim())
        .filter(Boolean),
    ]),
  )
const ofEngine = () => [...PAGE.matchAll(/^\| `(cometbft_\w+)`/gm)].map(([, name]) => name)
const served = () => [...text.matchAll(/^# TYPE (concordat_\w+)/gm)].map(([, name]) => name)

const rules = () =>
  (parse(readFileSync(ALERTS, "utf8")) as { groups: { rules: Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  )
const panels = () =>
  readdirSync("deploy/grafana").flatMap((file) => {
    const board = JSON.parse(readFileSync(join("deploy/grafana", file), "utf8"))
    return (board.panels as Panel[]).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
  })

/** Names in an expression that no metric has, and labels that its metrics lack. */
function strangers(expr: string): string[] {
  const names = expr.match(/\b(concordat|cometbft)_\w+/g) ?? []
  const plain = names.map((name) => name.replace(/_(bucket|sum|count)$/, ""))
  const known = [...written().keys(), ...ofEngine()]
  const unknown = plain.filter((name, i) => !known.includes(name) && !known.includes(names[i]!))
  const used = [...expr.matchAll(/(\w+)\s*(?:=~|!=|=)\s*"/g)].map(([, label]) => label!)
  const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels]) =>
    labels!.split(/, ?/),
  )
  const has = [...ADDED, ...plain.flatMap((name) => written().get(name) ?? [])]
  return [...unknown, ...[...used, ...grouped].filter((label) => !has.includes(label))]
}

describe("metrics", () => {
  it("are those of the page, no more and no fewer", () => {
    expect(served().sort()).toEqual([...written().keys()].sort())
    expect([...text.matchAll(/^(process|nodejs)_\w+/gm)].length).toBeGreaterThan(5)
  })

  it("have the labels of the page", () => {
    for (const [name, labels] of written()) {
      const sample = new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, "m").exec(text)
      if (sample === null) continue
      const found = [...sample[1]!.matchAll(/(\w+)="/g)].map(([, label]) => label!)
      expect([name, found.filter((label) => label !== "le")]).toEqual([name, labels])
    }
  })
})

describe("alerts and dashboards", () => {
  it("ask for what there is", () => {
    expect(rules().length).toBeGreaterThan(10)
    for (const { alert, expr } of rules()) expect([alert, strangers(expr)]).toEqual([alert, []])
    expect(panels().length).toBeGreaterThan(10)
    for (const expr of panels()) expect([expr, strangers(expr)]).toEqual([expr, []])
  })

  it("would be found out if they did not", () => {
    expect(strangers('concordat_blok_height{instance="a"}')).toEqual(["concordat_blok_height"])
    expect(strangers('rate(concordat_tx_total{sevice="a"}[1m])')).toEqual(["sevice"])
    expect(strangers("sum by (person) (concordat_waiting)")).toEqual(["person"])
  })

  it("are those of the page, each with its level", () => {
    const told = [...PAGE.matchAll(/^\| `(Concordat\w+)` \| (\w+) \|/gm)].map(([, name, level]) => {
      return `${name} ${level}`
    })
    expect(rules().map(({ alert, labels }) => `${alert} ${labels.level}`)).toEqual(told)
  })
})
