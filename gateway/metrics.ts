/** What the gateway counts: requests by route and status. Never by person, key or transaction. */

/** Requests answered since the start. */
export class RequestCounts {
  private readonly counts = new Map<string, Map<number, number>>()

  add(route: string, status: number): void {
    let statuses = this.counts.get(route)
    if (statuses === undefined) {
      statuses = new Map()
      this.counts.set(route, statuses)
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }

  /** Prometheus text, in order of routes and statuses. */
  lines(): readonly string[] {
    const name = "concordat_gateway_requests_total"
    const found: string[] = []
    for (const [route, statuses] of this.counts) {
      for (const [status, count] of statuses) {
        found.push(`${name}{route="${route}",status="${status}"} ${count}`)
      }
    }
    return [`# HELP ${name} Requests answered`, `# TYPE ${name} counter`, ...found.sort()]
  }
}
