/** The ledger that a command speaks to, and who speaks: from the flags that say so. */
import { Invalid, party } from "@concordat/kernel"
import { type Client, createClient } from "@concordat/sdk"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"
import { savedToken } from "./token/saved.ts"

type Gateway = { readonly url: string }

/**
 * A client of the gateway that `--url` names, with the token that is kept for it. Throws
 * `unknown_argument` for what is no address, `key_file_exposed`.
 */
export function connect(environment: Environment, { url }: Gateway): Client {
  ensureAddress(url)
  const token = savedToken(environment, url)
  return createClient({ ...environment, url, ...(token === null ? {} : { token }) })
}

/** The same without saying who asks. */
export function connectAsNobody(environment: Environment, { url }: Gateway): Client {
  ensureAddress(url)
  return createClient({ ...environment, url })
}

function ensureAddress(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  const message = `--url is no address: "${url.slice(0, 64)}".`
  throw new UsageError("unknown_argument", message, "Give one such as http://127.0.0.1:4400")
}

/** The principal that a flag names. Throws `Invalid` for what cannot be the name of one. */
export function partyOf(text: string, flag: string): string {
  try {
    return party.fromJson(text.trim())
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(error.code, `/${flag}`, `--${flag} names no principal. ${error.message}`)
  }
}

/** Flags that say who signs. */
export type SignerFlags = { readonly as?: string; readonly cosigners?: string }

/** Who signs. Throws `Invalid` for what cannot be the name of a principal. */
export function signersOf({ as, cosigners }: SignerFlags) {
  const others = cosigners?.split(",").map((name) => partyOf(name, "cosigners"))
  return {
    ...(as === undefined ? {} : { as: partyOf(as, "as") }),
    ...(others === undefined ? {} : { cosigners: others }),
  }
}
