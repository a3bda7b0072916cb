/** What the gateway counts: requests by route and status. Never by person, key or transaction. */

/** Requests answered since the start. */
export class RequestCounts {
  private readonly counts = new Map<string, number>()

  add(route: string, status: number): void {
    const labels = `route="${route}",status="${status}"`
    this.counts.set(labels, (this.counts.get(labels) ?? 0) + 1)
  }

  /** Prometheus text, in order of routes. */
  lines(): readonly string[] {
    const name = "concordat_gateway_requests_total"
    const entries = [...this.counts].sort(([left], [right]) => (left < right ? -1 : 1))
    return [
      `# HELP ${name} Requests answered`,
      `# TYPE ${name} counter`,
      ...entries.map(([labels, count]) => `${name}{${labels}} ${count}`),
    ]
  }
}
