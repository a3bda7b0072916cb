/**
 * For tests: a real OpenID provider on this machine (`oidc-provider`), at which anybody is who they
 * say, and a browser that follows it without a screen.
 */
import { generateKeyPairSync } from "node:crypto"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
// @ts-expect-error: the package brings no types, and what is used of it is this constructor.
import Provider from "oidc-provider"
import type { SignInOptions } from "./issuer.ts"

/** Who is known there, by login: the claims that a person has. */
const PEOPLE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ana: { name: "Ana Example", concordat: "education/registrar" },
  ben: { name: "Ben Example", concordat: "justice/clerk", groups: ["staff", "clerks"] },
  eve: { name: "Eve Example" },
  mallory: { name: "Mallory Example", concordat: "nobody/there" },
}

const CLIENT = { id: "ledger", secret: "a secret of this test and of nothing else" }
const CLAIMS = ["name", "concordat", "groups"]

/** A provider that listens. */
export type TestIssuer = {
  readonly options: SignInOptions
  /** Lets a gateway of this origin send people; it is known once it listens. */
  know(origin: string): void
  close(): Promise<void>
}

const configuration = (origin: string) => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const key = { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig", kid: "test" }
  return {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, response_types: ["code"] },
        ...{ grant_types: ["authorization_code"], id_token_signed_response_alg: "ES256" },
        redirect_uris: [`${origin}/v1/sign-in/callback`],
        post_logout_redirect_uris: [`${origin}/`],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ["a key of this test"] },
    claims: { openid: ["sub"], profile: CLAIMS },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId, ...PEOPLE[accountId] }),
    }),
  }
}

/** Opens a provider. */
export async function openIssuer(): Promise<TestIssuer> {
  let listener: RequestListener = () => {}
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const know = (origin: string) => {
    listener = new Provider(issuer, configuration(origin)).callback() as RequestListener
  }
  const options = {
    ...{ issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ scope: "openid profile", claim: "concordat", principals: [] },
  }
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { options, know, close }
}

/** A browser at the provider: it keeps cookies, follows redirects and sends the forms it meets. */
export async function signInAt(address: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  const ask = async (url: string, init: RequestInit = {}) => {
    const headers = { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") }
    const answer = await fetch(url, {
      ...{ redirect: "manual", ...init },
      headers: { ...headers, ...init.headers },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === "") jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  const { origin } = new URL(address)
  let url = address
  let answer = await ask(url)
  for (let step = 0; step < STEPS_MAX; step++) {
    const location = answer.headers.get("location")
    if (location !== null) {
      url = new URL(location, url).href
      if (new URL(url).origin !== origin) return url
      answer = await ask(url)
      continue
    }
    const page = await answer.text()
    const [, action = ""] = /action="([^"]+)"/.exec(page) ?? []
    const [, prompt = ""] = /name="prompt" value="(\w+)"/.exec(page) ?? []
    url = new URL(action, url).href
    const body = new URLSearchParams({ prompt, login, password: "any" })
    answer = await ask(url, { method: "POST", body })
  }
  throw new Error(`the provider sends nobody back from ${new URL(url).pathname}`)
}

const STEPS_MAX = 12
