/** The light client against the model-based single steps of tendermint-rs. */

import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { describe, expect, it } from "vitest"
import { vectorFiles, vectors } from "../../test/vectors.ts"
import { toHex } from "../bytes.ts"
import { commitOf, headerOf, msOf, setOf } from "./comet.testing.ts"
import { type LightBlock, type Trusted, verifyLightBlock } from "./light-client.ts"
import type { LightFault } from "./light-fault.ts"
import { type Validators, validatorsHash } from "./validator-set.ts"
import { stampMs } from "./wire.ts"

// biome-ignore lint/suspicious/noExplicitAny: foreign data of many shapes.
type Foreign = any

const here = vectors("cometbft/light") !== null
const files = (folder: string) =>
  (here ? vectorFiles(`cometbft/light/${folder}`, (path) => path.endsWith(".json")) : []).map(
    (path) => ({ name: basename(path, ".json"), case: JSON.parse(readFileSync(path, "utf8")) }),
  )

const NANOS_PER_MS = 1_000_000n

const blockOf = (json: Foreign): LightBlock => ({
  header: headerOf(json.signed_header.header),
  commit: commitOf(json.signed_header.commit),
  validators: setOf(json.validator_set),
})

const trustedAt = ({ header }: Pick<LightBlock, "header">, next: Validators): Trusted => ({
  chain: header.chain,
  height: header.height,
  time: stampMs(header.time),
  nextValidators: header.nextValidators,
  next,
})

/** The source's verdict on one of our faults. */
function verdictOf(fault: LightFault | null): string {
  if (fault === null) return "SUCCESS"
  return fault.rule === "trust" && fault.code === "commit_insufficient"
    ? "NOT_ENOUGH_TRUST"
    : "INVALID"
}

describe.skipIf(!here)(
  here ? "single steps" : "no light-client cases here (../shared/vectors)",
  () => {
    it.each(files("model_based/single_step"))("$name", ({ case: { initial, input } }) => {
      let trusted = trustedAt(
        { header: headerOf(initial.signed_header.header) },
        setOf(initial.next_validator_set),
      )
      const trustingPeriodMs = Number(BigInt(initial.trusting_period) / NANOS_PER_MS)
      const verdicts: string[] = []
      for (const step of input) {
        const options = { now: msOf(step.now), trustingPeriodMs, clockDriftMs: 0 }
        const block = blockOf(step.block)
        const next = setOf(step.block.next_validator_set)
        const fault = verifyLightBlock(trusted, block, options)
        const announced = toHex(validatorsHash(next)) === block.header.nextValidators
        verdicts.push(fault === null && !announced ? "INVALID" : verdictOf(fault))
        if (fault === null && announced) trusted = trustedAt(block, next)
      }
      expect(verdicts).toEqual(input.map((step: Foreign) => step.verdict))
    })
  },
)
