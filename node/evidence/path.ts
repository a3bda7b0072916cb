/**
 * The headers that lead from a verifier's anchor to a bundle's header: as few as the light client's
 * rules allow, by halving wherever too little of the trusted set still signs.
 */
import type { BlockArchive } from "@concordat/engines/port"
import {
  type Bundle,
  type Commit,
  Refusal,
  toHex,
  totalPower,
  type Validators,
  VOTE,
  validatorsHash,
} from "@concordat/kernel"

/** Steps that a bundle may have. */
const STEPS_MAX = 64

type Step = Bundle["path"][number]

/** The part of a bundle between anchor and header. */
export type TrustPath = Pick<Bundle, "base" | "path">

const sameSet = (a: Validators, b: Validators) =>
  a === b || toHex(validatorsHash(a)) === toHex(validatorsHash(b))

/** Whether more than a third of a trusted set's power signed a commit of another set. */
function enoughOf(trusted: Validators, signers: Validators, commit: Commit): boolean {
  const signed = new Set<string>()
  for (const [index, { flag }] of commit.signatures.entries()) {
    if (flag === VOTE.commit) signed.add(signers[index]!.key.ed25519)
  }
  const ours = trusted.filter(({ key }) => signed.has(key.ed25519))
  return totalPower(ours) * 3n > totalPower(trusted)
}

class PathFinder {
  private readonly archive: BlockArchive
  readonly steps: Step[] = []

  constructor(archive: BlockArchive) {
    this.archive = archive
  }

  /** Adds the steps from a trusted height up to, and without, `target`. */
  async lead(trusted: bigint, target: bigint): Promise<void> {
    if (target <= trusted + 1n || (await this.reaches(trusted, target))) return
    if (this.steps.length >= STEPS_MAX) {
      const message = "The way from this anchor is too long: trust a newer one."
      throw new Refusal("trust_expired", message, { anchor: String(trusted) }, 409)
    }
    const middle = (trusted + target) / 2n
    await this.lead(trusted, middle)
    this.steps.push(await this.step(middle))
    await this.lead(middle, target)
  }

  private async reaches(trusted: bigint, target: bigint): Promise<boolean> {
    const { archive } = this
    const block = await archive.block(target)
    const next = archive.validators(trusted + 1n)
    return block !== null && enoughOf(next, archive.validators(target), block.commit)
  }

  private async step(height: bigint): Promise<Step> {
    const { archive } = this
    const { header, commit } = (await archive.block(height))!
    const validators = archive.validators(height)
    const next = archive.validators(height + 1n)
    return { header, commit, validators, next: sameSet(next, validators) ? null : next }
  }
}

/**
 * The way from the anchor at height `anchor` to the header at `target`; nothing where the anchor is
 * that header's own, or above. Throws `Refusal` `trust_expired` where 64 steps do not suffice.
 */
export async function trustPath(
  archive: BlockArchive,
  anchor: bigint,
  target: bigint,
): Promise<TrustPath> {
  if (anchor >= target) return { base: null, path: [] }
  const finder = new PathFinder(archive)
  await finder.lead(anchor, target)
  const first = finder.steps[0]?.validators ?? archive.validators(target)
  const announced = archive.validators(anchor + 1n)
  return { base: sameSet(announced, first) ? null : announced, path: finder.steps }
}
