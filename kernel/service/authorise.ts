/**
 * Who may (ARCHITECTURE.md, "Who may"): the kernel knows keys and signatures, services know who
 * stands behind them. Each function is given by exactly one service and throws its own refusals.
 */
import type { Hash } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import type { Command, SignerRule } from "./command.ts"
import type { View } from "./view.ts"

/** Whose key it is. */
export type Signer = {
  readonly principal: Party
  readonly organisation: Party
  readonly algorithm: "ed25519" | "es256"
  /** Canonical COSE_Key; its SHA-256 is the key's thumbprint. */
  readonly public: Uint8Array
}

/** What one operation asks to be allowed. */
export type Asked = {
  readonly command: Command
  /** Role that a grant must give; null: any principal of an active organisation. */
  readonly role: string | null
  /** Who else must have signed; null: the caller alone suffices. */
  readonly signers: SignerRule | null
  /** Scope that the grant must cover, "" for everywhere. */
  readonly scope: string
  readonly amount: bigint | null
  readonly caller: Party
  readonly organisation: Party
  readonly cosigners: readonly Party[]
}

/** The functions. */
export interface Authorise {
  /**
   * Checks 7 and 8: key known, in force, of the right purpose; principal and organisation active.
   */
  signer(view: View, kid: Hash): Signer
  /** Check 11: refuses where one of the scopes is frozen. */
  frozen(view: View, scopes: readonly string[]): undefined
  /** Checks 12, 13, 14: signer rule, grant with scope and window, limit of the grant. */
  permit(view: View, asked: Asked): undefined
  /**
   * The upgrade that begins with the block of this height, by its name: planned, and enough are
   * ready. Null: none does.
   */
  planned(view: View, height: bigint): string | null
}
