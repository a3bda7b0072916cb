/** A real Prometheus beside a network: it has our alerts, and looks at every node each second. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { prometheusPath } from "../../scripts/prometheus.ts"
import { soon } from "./world.ts"

/** Behind the name of tests that need it. */
export const noPrometheus =
  prometheusPath() === null ? "no Prometheus here: `apt-get install prometheus`" : null

type Told = { readonly data: { readonly alerts: readonly Alert[] } }
type Alert = {
  readonly state: string
  readonly labels: { readonly alertname: string; readonly instance?: string }
}

/** One that runs. */
export class Prometheus {
  private readonly child: ChildProcess
  private readonly url: string

  /** Starts it over an empty folder; targets are `host:port`. */
  constructor(folder: string, port: number, targets: readonly string[]) {
    mkdirSync(folder, { recursive: true })
    const every = { scrape_interval: "1s", evaluation_interval: "1s" }
    const config = {
      global: every,
      rule_files: [resolve("deploy/prometheus/alerts.yml")],
      scrape_configs: [{ job_name: "concordat", static_configs: [{ targets }] }],
    }
    const file = join(folder, "prometheus.yml")
    writeFileSync(file, JSON.stringify(config))
    this.url = `http://127.0.0.1:${port}`
    const args = [
      ...[`--config.file=${file}`, `--storage.tsdb.path=${join(folder, "series")}`],
      ...[`--web.listen-address=127.0.0.1:${port}`, "--log.level=error"],
    ]
    this.child = spawn(join(prometheusPath()!, "prometheus"), args, { stdio: "ignore" })
  }

  private async ask<T>(path: string): Promise<T | null> {
    const answer = await fetch(`${this.url}/api/v1/${path}`).catch(() => null)
    return answer?.ok ? ((await answer.json()) as T) : null
  }

  /** Returns once a question has an answer that is not empty, such as that all nodes are up. */
  async holds(query: string): Promise<void> {
    type Result = { readonly data: { readonly result: readonly unknown[] } }
    for (;;) {
      const told = await this.ask<Result>(`query?query=${encodeURIComponent(query)}`)
      if ((told?.data.result.length ?? 0) > 0) return
      await soon()
    }
  }

  /** Names of the alerts that are raised. */
  async raised(): Promise<readonly string[]> {
    const { data } = (await this.ask<Told>("alerts")) ?? { data: { alerts: [] } }
    const firing = data.alerts.filter(({ state }) => state === "firing")
    return [...new Set(firing.map(({ labels }) => labels.alertname))].sort()
  }

  /** Returns once an alert of this name is raised. */
  async untilRaised(name: string): Promise<void> {
    while (!(await this.raised()).includes(name)) await soon()
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.child.once("exit", done))
    this.child.kill("SIGTERM")
    if (this.child.exitCode === null) await ended
  }
}
