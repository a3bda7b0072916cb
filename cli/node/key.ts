/**
 * `concordat node key`: the key that a node's engine votes with, or the one that it will vote with
 * next, as the ledger wants to be told of it: with the proof that this node has it.
 */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { type VotingKey, votingKey } from "@concordat/engines/cometbft"
import {
  addressText,
  coseKey,
  createSign1,
  defineRuntime,
  encode,
  fromHex,
  type Party,
  readGenesis,
  thumbprint,
  timeText,
  toBase64url,
} from "@concordat/kernel"
import { services, systemDisk, systemRandom } from "@concordat/node"
import { POSSESSION_CONTEXT, possessionClaim } from "@concordat/services/organisations"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import type { Answer } from "../output.ts"
import { nodeFile, placesOf, type Variables } from "./file.ts"

const ADDRESS = /^[0-9a-f]{40}$/
const ORGANISATION = /^[a-z][a-z0-9-]{1,30}$/
/** A key counts from now on where its beginning is past. */
const LONG_AGO = timeText(0)
/** How long the ledger takes the proof. */
const PROOF_MS = 7 * 86_400_000

export type KeyFlags = Common & {
  readonly config: string
  readonly organisation?: string
  readonly next?: boolean
  readonly replaces?: string
}

/** The proof that this node has the key, for the register of keys. */
function proofOf(key: VotingKey, claimed: { chain: string; holder: Party; expires: number }) {
  const cose = coseKey({ algorithm: "ed25519", x: fromHex(key.key) })
  const name = thumbprint(cose)
  const possession = createSign1({
    protectedHeader: new Map<number, number | Uint8Array>([
      [1, -8],
      [4, fromHex(name)],
    ]),
    payload: encode(possessionClaim, { ...claimed, purpose: "consensus", thumbprint: name }),
    externalAad: POSSESSION_CONTEXT,
    sign: (message) => key.sign(message),
  })
  return { public: toBase64url(cose), possession: toBase64url(possession) }
}

function organisationIn({ organisation }: KeyFlags): Party {
  if (organisation !== undefined && ORGANISATION.test(organisation)) return organisation as Party
  const hint = "`concordat node key --help` has an example."
  throw new UsageError("field_missing", "--organisation names whose validator it is.", hint)
}

/** The validator whose key is to be replaced by the one that this engine has; null: none. */
function replacedIn({ replaces, next }: KeyFlags): string | null {
  if (replaces === undefined) return null
  if (ADDRESS.test(replaces) && next !== true) return replaces
  const hint = "`/v1/status` of another node lists the addresses; without --next."
  throw new UsageError("unknown_argument", "--replaces names a validator by 40 hex digits.", hint)
}

/**
 * Tells of the key, and makes the next one where `--next` asks for it first. With `--replaces` it
 * is to vote in the place of a key that was lost.
 */
export async function keyVerb(
  { cwd, now }: Environment,
  flags: KeyFlags,
  variables: Variables,
): Promise<Answer> {
  const holder = organisationIn(flags)
  const file = nodeFile(resolve(cwd, flags.config), variables)
  if (!file.configuration.engine.votes) {
    const hint = "Ask at the node that votes for you; a full node of an authority has no such key."
    throw new UsageError("configuration_invalid", "This node never votes: engine.votes.", hint)
  }
  const places = placesOf(file)
  const next = flags.next === true
  const home = places.engine
  const current = await votingKey(systemDisk, home, systemRandom, false)
  const key = next ? await votingKey(systemDisk, home, systemRandom, true) : current
  const { chain } = readGenesis(defineRuntime(services), readFileSync(places.genesis), {
    older: true,
  })
  const expires = now() + PROOF_MS
  const proof = proofOf(key, { chain, holder, expires })
  const addressOf = (of: VotingKey) => addressText({ key: { ed25519: of.key }, power: 1n })
  const replaced = replacedIn(flags) ?? (next ? addressOf(current) : null)
  const given = `--public ${proof.public} --possession ${proof.possession}`
  const command =
    replaced !== null
      ? `concordat validators rotate-key --validator ${replaced} ${given}`
      : `concordat organisations add-key --holder ${holder} --purpose consensus ` +
        `--algorithm ed25519 --from ${LONG_AGO} ${given}`
  const lines = [
    `${replaced !== null ? "Votes once the ledger says so" : "Votes"}: ${key.key}`,
    `Its validator is ${addressOf(key)}.`,
    `Until ${timeText(expires)}, signed by administrators of ${holder}:`,
    command,
  ]
  return { lines, json: { key: key.key, validator: addressOf(key), holder, expires, ...proof } }
}
