/**
 * The tokens that this user keeps, one a gateway, in the configuration folder: each is shown to the
 * gateway that it was made at, and to nobody else.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import type { Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"

type Saved = Readonly<Record<string, string>>
type Home = Pick<Environment, "home">

const NAME = "tokens.json"
const OWNER_ONLY = 0o600
const FOLDER_MODE = 0o700
const OTHERS = 0o077
const TOKEN = /^cct_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/

const isMissing = (failure: unknown) => (failure as NodeJS.ErrnoException).code === "ENOENT"

/** All of them by origin. Throws `key_file_exposed` where others can read them. */
function savedTokens({ home }: Home): Saved {
  const path = join(home, NAME)
  try {
    const { mode } = statSync(path)
    if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
      throw new ConcordatError("key_file_exposed", `Others can read ${path}.`, {
        hint: `Run: chmod 600 '${path}'`,
      })
    }
    return JSON.parse(readFileSync(path, "utf8")) as Saved
  } catch (failure) {
    if (isMissing(failure)) return {}
    if (!(failure instanceof SyntaxError)) throw failure
    throw new UsageError(
      "file_unreadable",
      `${path} is damaged.`,
      "Remove it, and make new tokens.",
    )
  }
}

function write({ home }: Home, saved: Saved): string {
  mkdirSync(home, { recursive: true, mode: FOLDER_MODE })
  const path = join(home, NAME)
  const part = `${path}.part`
  writeFileSync(part, `${JSON.stringify(saved, null, 2)}\n`, { mode: OWNER_ONLY })
  renameSync(part, path)
  return path
}

/** The token for an address, if there is one. */
export function savedToken(home: Home, url: string): string | null {
  const token = savedTokens(home)[new URL(url).origin]
  return token !== undefined && TOKEN.test(token) ? token : null
}

/** Keeps a token for an address, in the place of an older one; answers the file. */
export function saveToken(home: Home, url: string, token: string): string {
  return write(home, { ...savedTokens(home), [new URL(url).origin]: token })
}

/** Forgets the token of an address where it is the one of this id. */
export function forgetToken(home: Home, url: string, id: string): void {
  const { origin } = new URL(url)
  const { [origin]: token = "", ...others } = savedTokens(home)
  if (token.startsWith(`cct_${id}_`)) write(home, others)
}
