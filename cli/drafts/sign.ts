/**
 * `concordat sign`: one signer's answer to a draft, made from its own keystore, without a network.
 * The draft is shown as it was decoded from the bytes that are signed.
 */
import type { Environment } from "../environment.ts"
import { writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { ensureSignable } from "./carried.ts"
import { draftJson, draftLines, readDraft } from "./content.ts"
import { confirm, type KeyFlags, ownKey } from "./own-key.ts"

/** Writes the signature. */
export async function signVerb(
  environment: Environment,
  file: string,
  flags: KeyFlags,
): Promise<Answer> {
  const { draft: one, payload } = await readDraft(environment, file)
  ensureSignable(environment, payload, flags.chain)
  const { kid, sign } = await ownKey(environment, one, flags)
  await confirm(environment, flags.yes === true, draftLines(one, payload))
  const name = flags.out ?? `${file}.${kid.slice(0, 8)}.signature`
  const path = await writeOutput(environment, name, sign())
  return {
    lines: [
      ...draftLines(one, payload),
      `Signed with ${kid}. The signature is in ${path}; send it to who made the draft.`,
    ],
    json: { ...(draftJson(one, payload) as object), key: kid, file: path },
  }
}
