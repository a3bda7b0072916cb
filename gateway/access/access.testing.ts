/** For tests: tokens of seeded principals, by their own signatures. */
import type { Hash } from "@concordat/kernel"
import { createClient, newToken, type Signer, type TokenRequest } from "@concordat/sdk"
import { pairOf, type TestGateway } from "../gateway.testing.ts"
import type { Audience } from "./access.ts"

/** The `sign` key of a principal, as the sdk signs with it. */
export function signerFor(principal: string, purpose = "sign"): Signer {
  const { id, public: key, sign } = pairOf(principal, purpose)
  return { algorithm: "ed25519", kid: id as Hash, public: key, sign }
}

/** A client of a gateway in this process; `token` says who asks. */
export function clientOf({ gateway }: Pick<TestGateway, "gateway">, token?: string) {
  return createClient({
    url: "http://localhost",
    fetch: async (url, init) => gateway.request(url, init),
    ...(token === undefined ? {} : { token }),
  })
}

const HOUR_MS = 3_600_000

/** A token that ends in an hour. */
export function tokenFor(
  test: TestGateway,
  principal: string,
  audiences: readonly Audience[],
  more: Partial<TokenRequest> = {},
) {
  const ends = new Date(test.ledger.status().now + HOUR_MS).toISOString()
  const asked = { principal, label: "a test", audiences, ends, ...more }
  return newToken(clientOf(test), signerFor(principal), asked)
}
