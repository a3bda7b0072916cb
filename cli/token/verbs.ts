/**
 * `concordat token`: API tokens of a gateway, made by a principal's own signature; on a development
 * ledger the gateway signs for it.
 */
import { type Json, timeText } from "@concordat/kernel"
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
import { type KeystoreFlags, signerIn } from "../keystore.ts"
import { type Answer, columns } from "../output.ts"
import { namedKeys } from "../signing-keys.ts"
import { readWhen } from "../when.ts"
import { forgetToken, saveToken } from "./saved.ts"

export type TokenFlags = Common & { readonly as?: string }
export type NewTokenFlags = TokenFlags &
  KeystoreFlags & {
    readonly for: string
    readonly label: string
    readonly ends?: string
    readonly key?: string
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
async function ownSigner(environment: Environment, flags: NewTokenFlags): Promise<Signer> {
  const named = await namedKeys(() => connectAsNobody(environment, flags), flags.key)
  const hint = "Name one by its thumbprint or its principal: --key <key>"
  return signerIn(environment, flags, { named, hint })
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
      : await newToken(client, await ownSigner(environment, flags), asked)
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
