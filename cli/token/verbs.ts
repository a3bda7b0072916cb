/**
 * `concordat token`: API tokens of a gateway, made by a principal's own signature; on a development
 * ledger the gateway signs for it.
 */
import { resolve } from "node:path"
import { type Json, timeText } from "@concordat/kernel"
import { openKeystore, readPassphrase, systemDisk, systemRandom } from "@concordat/node"
import {
  listTokens,
  newDevelopmentToken,
  newToken,
  revokeToken,
  type Signer,
  type TokenAnswer,
  type TokenRequest,
} from "@concordat/sdk"
import { connect, connectAsNobody, signersOf } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { type Answer, columns } from "../output.ts"
import { namedKeys } from "../signing-keys.ts"
import { readWhen } from "../when.ts"
import { forgetToken, saveToken } from "./saved.ts"

export type TokenFlags = Common & { readonly as?: string }
export type NewTokenFlags = TokenFlags & {
  readonly for: string
  readonly label: string
  readonly ends?: string
  readonly keys?: string
  readonly key?: string
  readonly passphraseFile?: string
  readonly show?: boolean
}

const AUDIENCES = ["verify", "read", "send", "join"] as const
const DEFAULT_MS = 30 * 86_400_000
const DAY = "YYYY-MM-DD".length

function audiencesOf(text: string): TokenRequest["audiences"] {
  return text.split(",").map((name) => {
    const found = AUDIENCES.find((one) => one === name.trim())
    if (found !== undefined) return found
    const message = `--for names no audience: "${name.slice(0, 40)}".`
    throw new UsageError("unknown_argument", message, `Audiences are ${AUDIENCES.join(", ")}.`)
  })
}

/** The key of a keystore that signs for the principal. */
async function signerIn(
  environment: Environment,
  keys: string,
  flags: NewTokenFlags,
): Promise<Signer> {
  const { cwd } = environment
  const folder = resolve(cwd, keys)
  const secret = flags.passphraseFile ?? `${folder}/passphrase`
  const passphrase = await readPassphrase(systemDisk, resolve(cwd, secret))
  const store = { disk: systemDisk, folder, random: systemRandom, passphrase }
  const keystore = await openKeystore(store)
  const named = await namedKeys(() => connectAsNobody(environment, flags), flags.key)
  const held = keystore
    .list()
    .filter(({ id, purpose }) => purpose === "sign" && (named?.includes(id) ?? true))
  const [own, another] = held
  if (own === undefined || another !== undefined) {
    const code = own === undefined ? "unknown_signer" : "field_missing"
    const found = own === undefined ? "no such key" : "several keys"
    const all = held.map(({ id }) => `--key ${id}`)
    const hint = `Name one by its thumbprint or its principal: ${all.join(" or ") || "--key <key>"}`
    throw new UsageError(code, `The keystore has ${found} for signing.`, hint)
  }
  const { id: kid, algorithm, public: cose } = own
  return { algorithm, kid, public: cose, sign: (message) => keystore.sign(kid, "sign", message) }
}

const line = ({ id, standing, ends, audiences, label }: TokenAnswer) =>
  [id, `${standing}, ends ${ends.slice(0, DAY)}, ${audiences.join(" ")}: ${label}`] as const

/** Makes a token, and keeps it here for this gateway unless it is to be shown. */
export async function newTokenVerb(
  environment: Environment,
  flags: NewTokenFlags,
): Promise<Answer> {
  const { as } = signersOf(flags)
  if (as === undefined) {
    const hint = "Give one such as --as mint/administrator-1."
    throw new UsageError("field_missing", "--as names the principal.", hint)
  }
  const { keys, url, label } = flags
  const ends =
    flags.ends === undefined ? environment.now() + DEFAULT_MS : readWhen(flags.ends, "ends")
  const asked = {
    ...{ principal: as, label, audiences: audiencesOf(flags.for), ends: timeText(ends) },
  }
  const client = connectAsNobody(environment, flags)
  const { token, ...made } =
    keys === undefined
      ? await newDevelopmentToken(client, asked)
      : await newToken(client, await signerIn(environment, keys, flags), asked)
  if (flags.show === true) {
    const told = "Shown once, kept nowhere:"
    return { lines: [told, token], json: { ...made, token } as unknown as Json }
  }
  const path = saveToken(environment, url, token)
  const lines = [...columns([line(made)]), `Kept in ${path}, and shown to ${url} from now on.`]
  return { lines, json: { ...made, file: path } as unknown as Json }
}

/** All tokens of the principal that asks. */
export async function listTokensVerb(environment: Environment, flags: TokenFlags): Promise<Answer> {
  const { principal, tokens } = await listTokens(connect(environment, flags), signersOf(flags))
  const none = `${principal} has no tokens at this gateway.`
  const lines =
    tokens.length === 0 ? [none] : [`Tokens of ${principal}:`, ...columns(tokens.map(line))]
  return { lines, json: { principal, tokens } as unknown as Json }
}

/** Ends one of them, for good. */
export async function revokeTokenVerb(
  environment: Environment,
  id: string,
  flags: TokenFlags,
): Promise<Answer> {
  const ended = await revokeToken(connect(environment, flags), id, signersOf(flags))
  forgetToken(environment, flags.url, id)
  return { lines: columns([line(ended)]), json: ended as unknown as Json }
}
