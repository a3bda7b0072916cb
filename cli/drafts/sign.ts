/**
 * `concordat sign`: one signer's answer to a draft, made from its own keystore, without a network.
 * The draft is shown as it was decoded from the bytes that are signed.
 */
import { resolve } from "node:path"
import { type Hash, signDraft } from "@concordat/kernel"
import {
  type Keystore,
  openKeystore,
  readPassphrase,
  systemDisk,
  systemRandom,
} from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { draftJson, draftLines, readDraft } from "./content.ts"

export type SignFlags = Common & {
  readonly keys: string
  readonly passphraseFile?: string
  readonly key?: string
  readonly out?: string
  readonly yes?: boolean
}

/** The key of this keystore that the draft waits for. */
function keyIn(keystore: Keystore, signers: readonly Hash[], named: string | undefined) {
  const own = keystore.list().filter(({ purpose }) => purpose === "sign" || purpose === "approve")
  const wanted = own.filter(
    ({ id }) => signers.includes(id) && (named === undefined || id === named),
  )
  const [key, another] = wanted
  if (key === undefined) {
    const hint = "A draft names its signers; who is not among them needs another draft."
    throw new UsageError("unknown_signer", "No key of this keystore is among the signers.", hint)
  }
  if (another === undefined) return key
  const hint = `Name one of them: --key ${key.id}`
  throw new UsageError(
    "field_missing",
    "Several keys of this keystore are among the signers.",
    hint,
  )
}

/** Asks a person, or demands the flag that answers: a signature cannot be taken back. */
async function confirm({ ask, err }: Environment, yes: boolean, lines: readonly string[]) {
  if (yes) return
  if (ask === undefined) {
    const hint = "Say it by the flag --yes."
    throw new UsageError("confirmation_required", "Sign this? Nobody can answer here.", hint)
  }
  err(`${lines.join("\n")}\n`)
  if (await ask("Sign this?")) return
  throw new UsageError("confirmation_required", "Nothing was signed.", "Answer yes, or give --yes.")
}

/** Writes the signature. */
export async function signVerb(
  environment: Environment,
  file: string,
  flags: SignFlags,
): Promise<Answer> {
  const { draft: one, payload } = await readDraft(environment, file)
  const folder = resolve(environment.cwd, flags.keys)
  const secret = flags.passphraseFile ?? `${folder}/passphrase`
  const passphrase = await readPassphrase(systemDisk, resolve(environment.cwd, secret))
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder, random: systemRandom, passphrase },
  })
  const { id: kid, algorithm, purpose } = keyIn(keystore, one.signers, flags.key)
  await confirm(environment, flags.yes === true, draftLines(one, payload))
  const sign = (message: Uint8Array) => keystore.sign(kid, purpose, message)
  const name = flags.out ?? `${file}.${kid.slice(0, 8)}.signature`
  const path = await writeOutput(environment, name, signDraft(one, { algorithm, kid, sign }))
  return {
    lines: [
      ...draftLines(one, payload),
      `Signed with ${kid}. The signature is in ${path}; send it to who made the draft.`,
    ],
    json: { ...(draftJson(one, payload) as object), key: kid, file: path },
  }
}
