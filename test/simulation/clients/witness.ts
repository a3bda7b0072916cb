/**
 * Somebody who keeps evidence of what clients were told, verifies it without a network, now and at
 * the end, and tries to pass off what was altered.
 */
import { inspect } from "node:util"
import { type Anchor, decodeBundle, encodeBundle, verifyBundle } from "@concordat/kernel"
import type { Chance } from "../world/chance.ts"
import type { Host } from "../world/host.ts"
import type { World } from "../world/world.ts"
import type { Told } from "./author.ts"
import { readBytes } from "./line.ts"

const FORGERIES = 2
const KEPT = 8
const TAKEN = "evidence that was altered is taken for good"

/** The bundle with one signature of its commit altered. */
function forgedSignature(bytes: Uint8Array): Uint8Array {
  const bundle = decodeBundle(bytes)
  const signatures = bundle.commit.signatures.map((entry) => {
    const signature = entry.signature.slice()
    if (signature.length > 0) signature[0]! ^= 1
    return { ...entry, signature }
  })
  return encodeBundle({ ...bundle, commit: { ...bundle.commit, signatures } })
}

/** Verifies evidence of a world. */
export class Witness {
  private readonly world: World
  private readonly chance: Chance
  private readonly kept: Uint8Array[] = []

  constructor(world: World) {
    this.world = world
    this.chance = world.chance.split("witness")
  }

  private isValid(bytes: Uint8Array, anchor: Anchor): boolean {
    const { epoch, timeline } = this.world
    return verifyBundle(bytes, anchor, { now: epoch.began + timeline.now }).valid
  }

  /** Asks for evidence of what was told, and judges it. */
  async judge(host: Host, told: readonly Told[], anchor: Anchor): Promise<void> {
    const { world, chance } = this
    for (const { id } of chance.shuffled(told).slice(0, KEPT)) {
      const bytes = await readBytes(world, host, `/v1/evidence/transactions/${id}?from=1`)
      if (bytes === null) continue
      if (!this.isValid(bytes, anchor)) world.fail(`evidence of ${id} does not verify`)
      this.kept.push(bytes)
      world.counters.count("evidence verified")
      const says = this.says(bytes, anchor)
      for (let each = 0; each < FORGERIES; each++) this.alter(bytes, says, anchor)
      this.forge(bytes, anchor)
    }
    for (const bytes of this.kept) {
      if (!this.isValid(bytes, anchor)) world.fail("evidence that verified does so no longer")
    }
  }

  /** What evidence says, where it is valid. */
  private says(bytes: Uint8Array, anchor: Anchor): string | null {
    const { epoch, timeline } = this.world
    const verdict = verifyBundle(bytes, anchor, { now: epoch.began + timeline.now })
    if (!verdict.valid) return null
    return inspect(verdict.claims, { depth: null })
  }

  /** A forged signature is never taken. */
  private forge(bytes: Uint8Array, anchor: Anchor): void {
    const { world } = this
    world.counters.count("forgeries tried")
    if (this.isValid(forgedSignature(bytes), anchor)) world.fail(TAKEN)
  }

  /** An altered bit may be one that no header commits to; then what is claimed must be the same. */
  private alter(bytes: Uint8Array, says: string | null, anchor: Anchor): void {
    const { chance, world } = this
    const altered = bytes.slice()
    altered[chance.below(bytes.length)]! ^= 1 << chance.below(8)
    const said = this.says(altered, anchor)
    const isOther = said !== null && said !== says
    world.counters.sometimesIf(said !== null && !isOther, "another form of the same evidence")
    world.counters.count("forgeries tried")
    if (isOther) world.fail(TAKEN)
  }
}
