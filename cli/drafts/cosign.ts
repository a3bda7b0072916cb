/**
 * `concordat cosign`: adds one's signature to a draft that goes from hand to hand, without a
 * network. The signatures before are judged by the bytes that are about to be signed.
 */
import type { Draft, Hash } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { replaceOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { encodeCarried, ensureSignable, readCarried, signedBy } from "./carried.ts"
import { draftJson, draftLines } from "./content.ts"
import { confirm, type KeyFlags, ownKey } from "./own-key.ts"

const ENDING = /\.(draft|signed)$/

/** Writes the file that goes on to the next one. */
export async function cosignVerb(
  environment: Environment,
  file: string,
  flags: KeyFlags,
): Promise<Answer> {
  const carried = await readCarried(environment, file)
  const { draft: one, payload, given } = carried
  ensureSignable(environment, payload, flags.chain)
  const before = signedBy(carried)
  const { kid, key, sign } = await ownKey(environment, one, flags)
  if (before.includes(kid)) throw signedAlready(one, kid, before)
  await confirm(environment, flags.yes === true, draftLines(one, payload, before))

  const after = [...before, kid]
  const bytes = encodeCarried(one, [...given, { key, signature: sign() }])
  const name = flags.out ?? `${file.replace(ENDING, "")}.signed`
  const path = await replaceOutput(environment, name, bytes)
  const missing = missingOf(one, after)
  const next = missing.length === 0 ? `concordat submit ${name}` : `concordat cosign ${name}`
  const left = missing.length === 0 ? "Everybody signed" : `${missing.length} more must sign`
  return {
    lines: [...draftLines(one, payload, after), `${left}; ${path} goes on. Next: ${next}`],
    json: {
      ...(draftJson(one, payload) as object),
      ...{ key: kid, file: path, signed: after, missing },
    },
  }
}

function missingOf({ signers }: Draft, signed: readonly Hash[]): readonly Hash[] {
  return signers.filter((kid) => !signed.includes(kid))
}

function signedAlready(one: Draft, kid: Hash, signed: readonly Hash[]): UsageError {
  const missing = missingOf(one, signed)
  const hint =
    missing.length === 0
      ? "Everybody signed: send it by concordat submit."
      : `Hand the file on to whoever holds ${missing.join(" or ")}.`
  return new UsageError("signature_duplicate", `Key ${kid} has signed this already.`, hint)
}
