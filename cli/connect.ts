/** The ledger that a command speaks to, and who speaks: from the flags that say so. */
import { Invalid, party } from "@concordat/kernel"
import { type Client, createClient } from "@concordat/sdk"
import type { Environment } from "./environment.ts"
import { UsageError } from "./failure.ts"

/** A client of the gateway that `--url` names. Throws `unknown_argument` for what is no address. */
export function connect(environment: Environment, { url }: { readonly url: string }): Client {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) {
    return createClient({ ...environment, url })
  }
  const message = `--url is no address: "${url.slice(0, 64)}".`
  throw new UsageError("unknown_argument", message, "Give one such as http://127.0.0.1:4400")
}

function partyOf(text: string, flag: string): string {
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
