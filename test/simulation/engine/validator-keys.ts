/** Whose consensus key is which: those of the story's organisations, by the key itself. */
import { type Hash, hashOf, type Party, parseCoseKey } from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"

/** Numbers of keys that the story may ever bring in for one host. */
const KEYS = 64

/** A key that votes. */
export type VotingKey = {
  readonly organisation: Party
  readonly key: Hash
  readonly signer: ReturnType<typeof testSigner>
}

/** The consensus key of an organisation by its number; 0 signs from the beginning. */
export function votingKey(organisation: Party, number: number): VotingKey {
  const signer = testSigner(organisation, "ed25519", `consensus ${number}`)
  return { organisation, key: hashOf(parseCoseKey(signer.public).x), signer }
}

const byKey = new Map<Hash, VotingKey>()
const listed = new Set<Party>()

/** The voting key behind a key of the set, where it is one of these organisations'. */
export function holderOf(key: Hash, organisations: readonly Party[]): VotingKey | null {
  for (const organisation of organisations) {
    const found = byKey.get(key)
    if (found !== undefined) return found
    if (listed.has(organisation)) continue
    listed.add(organisation)
    for (let number = 0; number < KEYS; number++) {
      const one = votingKey(organisation, number)
      byKey.set(one.key, one)
    }
  }
  return byKey.get(key) ?? null
}
