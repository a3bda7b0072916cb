/** A signer's own key, in a keystore on this machine, and its consent. */
import { type Draft, type Hash, signDraft } from "@concordat/kernel"
import type { Keystore } from "@concordat/node"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type KeystoreFlags, keystoreOf } from "../keystore.ts"
import { namedKeys } from "../signing-keys.ts"

export type KeyFlags = Common &
  KeystoreFlags & {
    readonly key?: string
    readonly chain?: string
    readonly out?: string
    readonly yes?: boolean
  }

/** A key that may sign the draft. */
export type OwnKey = {
  readonly kid: Hash
  /** Canonical COSE_Key. */
  readonly key: Uint8Array
  /** A COSE_Signature of the draft. */
  readonly sign: () => Uint8Array
}

/** Opens the keystore, and finds the key of it that the draft waits for. */
export async function ownKey(
  environment: Environment,
  one: Draft,
  flags: KeyFlags,
): Promise<OwnKey> {
  const keystore = await keystoreOf(environment, flags)
  const named = await namedKeys(() => connect(environment, flags), flags.key)
  const { id: kid, algorithm, purpose, public: key } = keyIn(keystore, one.signers, named)
  const sign = (message: Uint8Array) => keystore.sign(kid, purpose, message)
  return { kid, key, sign: () => signDraft(one, { algorithm, kid, sign }) }
}

function keyIn(keystore: Keystore, signers: readonly Hash[], named: readonly Hash[] | null) {
  const own = keystore.list().filter(({ purpose }) => purpose === "sign" || purpose === "approve")
  const wanted = own.filter(({ id }) => signers.includes(id) && (named?.includes(id) ?? true))
  const [key, another] = wanted
  if (key === undefined) {
    const hint = "A draft names its signers; who is not among them needs another draft."
    throw new UsageError("unknown_signer", "No key of this keystore is among the signers.", hint)
  }
  if (another === undefined) return key
  const hint = `Name one of them: ${wanted.map(({ id }) => `--key ${id}`).join(" or ")}`
  throw new UsageError(
    "field_missing",
    "Several keys of this keystore are among the signers.",
    hint,
  )
}

/** Asks a person, or demands the flag that answers: a signature cannot be taken back. */
export async function confirm(
  { ask, err }: Environment,
  yes: boolean,
  lines: readonly string[],
): Promise<void> {
  if (yes) return
  if (ask === undefined) {
    const hint = "Say it by the flag --yes."
    throw new UsageError("confirmation_required", "Sign this? Nobody can answer here.", hint)
  }
  err(`${lines.join("\n")}\n`)
  if (await ask("Sign this?")) return
  throw new UsageError("confirmation_required", "Nothing was signed.", "Answer yes, or give --yes.")
}
