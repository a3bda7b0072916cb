/**
 * API tokens: for programs, made by a principal's signature. A token is `cct_<id>_<secret>`; what
 * is kept is the hash of the secret, in one file that is written anew at every change.
 */
import { createHash, timingSafeEqual } from "node:crypto"
import {
  ConcordatError,
  type Hash,
  isJsonObject,
  organisationOf,
  type Party,
  parseJson,
  Refusal,
  toBase64url,
  toHex,
  utf8,
} from "@concordat/kernel"
import { TOKEN_MS_MAX, TOKENS_MAX, TOKENS_OF_PRINCIPAL_MAX } from "../limits.ts"
import type { Audience, Caller } from "./access.ts"

/** Where tokens are kept. */
export interface TokenFile {
  /** The text that was written last; null before the first one. */
  read(): Promise<string | null>
  /** Puts a text in the place of the last one, all of it or nothing; its owner alone reads it. */
  write(text: string): Promise<void>
}

/** A token without its secret. */
export type Token = {
  readonly id: string
  /** SHA-256 of the secret, hex. */
  readonly hash: string
  readonly principal: Party
  /** Thumbprint of the key that asked for it: it ends with the key. */
  readonly key: Hash
  readonly label: string
  readonly audiences: readonly Audience[]
  readonly made: number
  readonly ends: number
  readonly revoked: number | null
}

/** What a principal asks for. */
export type Wanted = Pick<Token, "principal" | "key" | "label" | "audiences" | "ends">

const FORM = /^cct_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/
const ID_BYTES = 8
const SECRET_BYTES = 32
const HASH_BYTES = 32
const FORMAT = 1

const hashed = (secret: string): Buffer => createHash("sha256").update(secret).digest()

/** What no secret has as its hash is compared with an unknown one, in the same time. */
const NOBODY = Buffer.alloc(HASH_BYTES)

function refused(code: string, message: string, details = {}): Refusal {
  return new Refusal(code, message, details, 401)
}

function textOf(tokens: Iterable<Token>): string {
  return `${JSON.stringify({ format: FORMAT, tokens: [...tokens] })}\n`
}

/** Tokens as they were written. What cannot be read lets nobody in, and says so. */
function tokensIn(text: string | null): Map<string, Token> {
  if (text === null) return new Map()
  try {
    const file = parseJson(utf8(text))
    if (isJsonObject(file) && file["format"] === FORMAT) {
      const tokens = file["tokens"] as unknown as readonly Token[]
      return new Map(tokens.map((token) => [token.id, token]))
    }
  } catch (cause) {
    throw damaged(cause)
  }
  throw damaged()
}

function damaged(cause?: unknown): ConcordatError {
  return new ConcordatError("store_damaged", "The file of tokens cannot be read.", {
    cause,
    hint: "Bring it back from a copy, or remove it: all tokens end with it.",
  })
}

/** The tokens of one gateway. */
export class Tokens {
  private readonly file: TokenFile
  private readonly random: (length: number) => Uint8Array
  private held: Promise<Map<string, Token>> | null = null
  private writing: Promise<unknown> = Promise.resolve()

  constructor(file: TokenFile, random: (length: number) => Uint8Array) {
    this.file = file
    this.random = random
  }

  private all(): Promise<Map<string, Token>> {
    this.held ??= this.file.read().then(tokensIn)
    return this.held
  }

  /** One change at a time: it counts once it is written. */
  private change<T>(work: (tokens: Map<string, Token>) => T): Promise<T> {
    const done = this.writing.then(async () => {
      const next = new Map(await this.all())
      const made = work(next)
      await this.file.write(textOf(next.values()))
      this.held = Promise.resolve(next)
      return made
    })
    this.writing = done.catch(() => {})
    return done
  }

  /** A new token; the secret is in the answer and nowhere else. Throws `limit_reached`. */
  make(wanted: Wanted, now: number): Promise<{ readonly token: Token; readonly text: string }> {
    const secret = toBase64url(this.random(SECRET_BYTES))
    const hash = hashed(secret).toString("hex")
    const token = { id: toHex(this.random(ID_BYTES)), hash, ...wanted, made: now, revoked: null }
    const { principal, ends } = wanted
    return this.change((tokens) => {
      for (const { id, ends } of tokens.values()) {
        if (ends + TOKEN_MS_MAX < now) tokens.delete(id)
      }
      const own = [...tokens.values()].filter(
        (one) => one.principal === principal && one.revoked === null && one.ends > now,
      )
      if (own.length >= TOKENS_OF_PRINCIPAL_MAX || tokens.size >= TOKENS_MAX) {
        const details = { limit: TOKENS_OF_PRINCIPAL_MAX }
        throw new Refusal("limit_reached", "There are as many tokens as may be.", details, 409)
      }
      tokens.set(token.id, { ...token, ends })
      return { token, text: `cct_${token.id}_${secret}` }
    })
  }

  /** A principal's tokens, the newest first. */
  async of(principal: Party): Promise<readonly Token[]> {
    const own = [...(await this.all()).values()].filter((one) => one.principal === principal)
    return own.toSorted((a, b) => b.made - a.made || (a.id < b.id ? -1 : 1))
  }

  /** Ends a token of a principal. Throws `unknown_record` for another's, as for none. */
  revoke(principal: Party, id: string, now: number): Promise<Token> {
    return this.change((tokens) => {
      const token = tokens.get(id)
      if (token === undefined || token.principal !== principal) {
        throw new Refusal("unknown_record", "There is no such token of yours.", {}, 404)
      }
      const ended = { ...token, revoked: token.revoked ?? now }
      tokens.set(id, ended)
      return ended
    })
  }

  /**
   * Who a token speaks for. Throws `token_malformed`, `token_unknown`; and only to who has its
   * secret `token_revoked`, `token_expired`.
   */
  async caller(
    text: string,
    now: number,
  ): Promise<{ readonly caller: Caller; readonly key: Hash }> {
    const [, id, secret] = FORM.exec(text) ?? []
    if (id === undefined || secret === undefined) {
      const details = { expected: "Bearer cct_…" }
      throw refused("token_malformed", "This is no token of a gateway.", details)
    }
    const token = (await this.all()).get(id)
    const kept = token === undefined ? NOBODY : Buffer.from(token.hash, "hex")
    const same = timingSafeEqual(hashed(secret), kept)
    if (token === undefined || !same) {
      throw refused("token_unknown", "This gateway has no such token.")
    }
    ensureValid(token, now)
    const { principal, audiences, ends, key } = token
    const organisation = organisationOf(principal)
    return {
      key,
      caller: {
        ...{ principal, organisation, by: "token", credential: id, opens: audiences, ends },
        counted: `organisation ${organisation}`,
      },
    }
  }

  /** The key behind a token. Throws where it ended meanwhile. */
  async keyOf(id: string, now: number): Promise<Hash> {
    const token = (await this.all()).get(id)
    if (token === undefined) throw refused("token_unknown", "This gateway has no such token.")
    ensureValid(token, now)
    return token.key
  }
}

function ensureValid({ revoked, ends }: Token, now: number): void {
  if (revoked !== null) throw refused("token_revoked", "This token was revoked.")
  if (ends <= now) throw refused("token_expired", "This token has expired.")
}

/** Tokens that end with the process. */
export function memoryTokens(): TokenFile {
  let kept: string | null = null
  return {
    read: async () => kept,
    async write(text) {
      kept = text
    },
  }
}
