/** Who may ask a node's gateway, and how much: from its configuration, and the file of tokens. */
import { chmod, open, readFile, rename } from "node:fs/promises"
import type { GatewayOptions } from "@concordat/gateway"
import type { Configuration, Log } from "@concordat/node"

type Access = NonNullable<GatewayOptions["access"]>
type Rates = ReturnType<NonNullable<Access["rates"]>>

const OWNER_ONLY = 0o600
/** One connection of the feed may bring as many subscriptions as it may have. */
const SUBSCRIPTIONS_BURST = 1_000
const SECONDS_A_MINUTE = 60

/** Audiences that need no credential where the file does not say: production shows no content. */
const OPEN = {
  development: ["verify", "read", "send", "join"],
  production: ["verify", "send", "join"],
} as const

/** What one organisation may ask; on a development node as much as it likes. */
export function ratesOf({ node, gateway }: Configuration): Rates {
  if (node.profile === "development") return null
  const { perOrganisationPerSecond, burst, submissionsPerSecond, submissionsBurst } = gateway
  return {
    reads: { perSecond: perOrganisationPerSecond, burst },
    submissions: { perSecond: submissionsPerSecond, burst: submissionsBurst },
    subscriptions: { perSecond: gateway.subscriptionsPerSecond, burst: SUBSCRIPTIONS_BURST },
    misses: {
      perSecond: gateway.missesPerMinute / SECONDS_A_MINUTE,
      burst: gateway.missesPerMinute,
    },
  }
}

/** Tokens in a file that its owner alone reads, written beside it first. */
export function tokenFile(path: string): NonNullable<Access["tokens"]> {
  return {
    async read() {
      try {
        return await readFile(path, "utf8")
      } catch (failure) {
        if ((failure as NodeJS.ErrnoException).code === "ENOENT") return null
        throw failure
      }
    },
    async write(text) {
      const part = `${path}.part`
      const file = await open(part, "w", OWNER_ONLY)
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      await chmod(part, OWNER_ONLY)
      await rename(part, path)
    },
  }
}

/** Access as the file says; `rates` is asked each time, as SIGHUP may change them. */
export function accessOf(
  { node, gateway, access }: Configuration,
  { tokens, rates }: { readonly tokens: string; readonly rates: () => Rates },
): Access {
  return {
    open: access.public ?? OPEN[node.profile],
    origin: gateway.publicOrigin,
    trustedProxies: gateway.trustedProxies,
    tokens: tokenFile(tokens),
    rates,
  }
}

/** What an auditor reads of what callers did at the gateway. */
const AUDITED = {
  token_made: "A principal made a token.",
  token_revoked: "A principal ended a token.",
} as const

/** Writes a line of the gateway that an auditor looks for; false for any other. */
export function audited(log: Log, code: unknown, facts: Readonly<Record<string, unknown>>) {
  const known = (Object.keys(AUDITED) as (keyof typeof AUDITED)[]).find((one) => one === code)
  if (known !== undefined) log.audit(known, AUDITED[known], facts)
  return known !== undefined
}
