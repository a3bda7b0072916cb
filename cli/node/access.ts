/** Who may ask a node's gateway, and how much: from its configuration, and the file of tokens. */
import { chmod, open, readFile, rename } from "node:fs/promises"
import type { GatewayOptions } from "@concordat/gateway"
import { type Configuration, type Log, readPassphrase, systemDisk } from "@concordat/node"
import { type NodeFile, placesOf } from "./file.ts"

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

/** The sign-in that the file names. Throws `key_file_exposed`, `keystore_locked`. */
async function signInOf({ signIn }: Configuration, secretFile: string | null) {
  const { issuer, clientId, scope, claim, principals } = signIn
  if (issuer === null || clientId === null) return null
  return {
    ...{ issuer, clientId, scope, claim },
    clientSecret: secretFile === null ? null : await readPassphrase(systemDisk, secretFile),
    principals: principals.map((line) => {
      const [value = "", principal = ""] = line.split("=")
      return [value, principal] as const
    }),
  }
}

/** Access as a node's file says; `rates` is asked each time, as SIGHUP may change them. */
export async function accessOf(file: NodeFile, rates: () => Rates): Promise<Access> {
  const { node, gateway, access } = file.configuration
  const { tokens, clientSecret } = placesOf(file)
  return {
    open: access.public ?? OPEN[node.profile],
    origin: gateway.publicOrigin,
    trustedProxies: gateway.trustedProxies,
    tokens: tokenFile(tokens),
    signIn: await signInOf(file.configuration, clientSecret),
    rates,
  }
}

/** What an auditor reads of what callers did at the gateway. */
const AUDITED = {
  signed_in: "A person signed in.",
  signed_out: "A person signed out.",
  token_made: "A principal made a token.",
  token_revoked: "A principal ended a token.",
} as const

/** Writes a line of the gateway that an auditor looks for; false for any other. */
export function audited(log: Log, code: unknown, facts: Readonly<Record<string, unknown>>) {
  const known = (Object.keys(AUDITED) as (keyof typeof AUDITED)[]).find((one) => one === code)
  if (known !== undefined) log.audit(known, AUDITED[known], facts)
  return known !== undefined
}
