/** What the gateway is given: a ledger to ask, and, on a development ledger, keys to sign with. */
import type { Hash, Party } from "@concordat/kernel"
import type { Diagnosis, Ledger } from "@concordat/node"
import type { Audience } from "./access/access.ts"
import type { Quota, Rates } from "./access/buckets.ts"
import type { TokenFile } from "./access/tokens.ts"
import type { SignInOptions } from "./sign-in/issuer.ts"

/** A key that the gateway may use; there is no way to read it. */
export interface HeldKey {
  readonly kid: Hash
  readonly algorithm: "ed25519" | "es256"
  readonly holder: Party
  sign(message: Uint8Array): Uint8Array
}

/** The keys of a development ledger's seeded principals and organisations. */
export interface DevelopmentKeys {
  /** Principals that a caller may act as. */
  readonly principals: readonly Party[]
  /** The principal and the class that commands use where none is named. */
  readonly default: { readonly principal: Party; readonly class: string }
  /** The `sign` key of a principal, the `seal` or `receipt` key of an organisation. */
  key(holder: Party, purpose: "sign" | "seal" | "receipt"): HeldKey | null
}

/** One file of the console, as built. */
export interface ConsoleFile {
  readonly type: string
  readonly bytes: Uint8Array
  /** The same, compressed (RFC 7932); null where that was not done. */
  readonly brotli: Uint8Array | null
  /** The name carries a digest of the content, so it may be kept for ever. */
  readonly immutable: boolean
}

/** Where leaf files of batches are kept, each by its statement. */
export interface BatchFiles {
  /** Bytes of a file that is kept; null where there is none. */
  size(statement: Hash): Promise<number | null>
  /** Bytes `start` to `end` of a file that is kept; `end` is not among them. */
  read(statement: Hash, start: number, end: number): Promise<Uint8Array>
  /** Writes a part of a file that is arriving; at 0 it begins anew. */
  write(statement: Hash, start: number, part: Uint8Array): Promise<void>
  /** What has arrived is whole, and takes the place of what was kept. */
  keep(statement: Hash): Promise<void>
  /** What has arrived is not to be kept. */
  drop(statement: Hash): Promise<void>
}

/** Who may ask, and how much. Nothing given: everything is open, and nobody is limited. */
export interface AccessOptions {
  /** Audiences that need no credential. */
  readonly open?: readonly Audience[]
  /** The origin that browsers and clients see; tokens and sessions are made for it alone. */
  readonly origin?: string | null
  /** Addresses whose forwarded headers count. */
  readonly trustedProxies?: readonly string[]
  /** Where tokens are kept; in memory unless given. */
  readonly tokens?: TokenFile
  /** Where people sign in; null: nowhere. */
  readonly signIn?: SignInOptions | null
  /** What a caller may ask; null: anything. Asked each time. */
  readonly rates?: () => Rates | null
  /** A request was counted, or refused as one too many; null: of nobody known. */
  readonly asked?: (quota: Quota, organisation: Party | null, limited: boolean) => void
}

/** What a gateway works with; the same process may hold several. */
export interface GatewayOptions {
  readonly ledger: Ledger
  /** Null: no development sign-in, whatever the ledger's profile. */
  readonly development: DevelopmentKeys | null
  /** The console's files by path (`/index.html`), or null where it is not built. */
  readonly console: ReadonlyMap<string, ConsoleFile> | null
  readonly batches: BatchFiles
  /** XML schemas of ISO 20022 by message id, where the operator named a folder of them. */
  readonly schemas?: (id: string) => Uint8Array | null
  /** Judges the node behind the ledger; null or absent where nobody does. */
  readonly doctor?: (() => Promise<Diagnosis>) | null
  /** Random bytes: request ids, salts of transactions. */
  readonly random: (length: number) => Uint8Array
  /** Milliseconds since some start, for the time a body may take. */
  readonly after: (ms: number, task: () => void) => () => void
  /** One line a request that failed of itself: never a person's data. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void
  readonly access?: AccessOptions
  /**
   * Milliseconds of 1970 by this machine's clock, for what ends and what is limited: a network that
   * stands still must keep nobody signed in. The ledger's time unless given.
   */
  readonly now?: () => number
  /** A request was answered; `route` is the route's name, never the path that was asked. */
  readonly answered?: (route: string, status: number) => void
  readonly version: string
}
