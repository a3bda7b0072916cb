/**
 * Skipping verification over whole ledgers: the bisection cases of tendermint-rs. Their hashes are
 * of block protocol 0, from before protobuf: our verifier refuses that by its version, where the
 * source says "no error" for `_happy_path` and `_worst_case` (which its own runner leaves out, as
 * the underscore says). So each case is also run as written anew in protocol 11: same validators,
 * powers, votes and times, other keys.
 */
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { describe, expect, it } from "vitest"
import { vectorFiles, vectors } from "../../test/vectors.ts"
import { toHex, utf8 } from "../bytes.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { sha256 } from "../crypto/hash.ts"
import { hashOf } from "../schema/fixed.ts"
import { commitOf, headerOf, msOf, setOf } from "./comet.testing.ts"
import { type Commit, precommitSignBytes, VOTE } from "./commit.ts"
import { BLOCK_PROTOCOL, headerHash } from "./header.ts"
import { type LightBlock, type Trusted, verifyLightBlock } from "./light-client.ts"
import { addressOf, inSetOrder, type Validators, validatorsHash } from "./validator-set.ts"
import { type BlockId, STAMP_ABSENT, stampMs } from "./wire.ts"

// biome-ignore lint/suspicious/noExplicitAny: foreign data of many shapes.
type Foreign = any
type Chain = ReadonlyMap<bigint, LightBlock & { readonly next: Validators }>

const here = vectors("cometbft/light") !== null
const cases = (
  here ? vectorFiles("cometbft/light/bisection", (path) => path.endsWith(".json")) : []
).map((path) => ({ name: basename(path, ".json"), json: JSON.parse(readFileSync(path, "utf8")) }))

const seedOf = (address: string) => sha256(utf8(`validator ${address}`))
const keyOf = (address: string) => hashOf(ed25519PublicKey(seedOf(address)))

/** A set with the same powers under keys that this test can sign with. */
function rekeyed(json: Foreign): { set: Validators; addresses: ReadonlyMap<string, string> } {
  const addresses = new Map<string, string>()
  const set = json.validators.map(({ address, voting_power }: Foreign) => {
    addresses.set(keyOf(address), address)
    return { key: { ed25519: keyOf(address) }, power: BigInt(voting_power) }
  })
  return { set: inSetOrder(set), addresses }
}

/** The blocks of one peer, linked, hashed and signed anew. */
function rewritten(peer: Foreign): Chain {
  const chain = new Map<bigint, LightBlock & { next: Validators }>()
  let lastBlock: BlockId = { hash: new Uint8Array(), parts: { total: 0, hash: new Uint8Array() } }
  for (const json of peer.lite_blocks) {
    const { set, addresses } = rekeyed(json.validator_set)
    const next = rekeyed(json.next_validator_set).set
    const header = {
      ...headerOf(json.signed_header.header),
      version: { block: BLOCK_PROTOCOL, app: 0n },
      lastBlock,
      validators: hashOf(validatorsHash(set)),
      nextValidators: hashOf(validatorsHash(next)),
    }
    const hash = headerHash(header)
    const block = { hash, parts: { total: 1, hash: sha256(hash) } }
    const votes = new Map<string, Foreign>(
      json.signed_header.commit.signatures.map((vote: Foreign) => [vote.validator_address, vote]),
    )
    const original = commitOf(json.signed_header.commit)
    const unsigned: Commit = {
      height: header.height,
      round: original.round,
      block,
      signatures: set.map((validator) => {
        const vote = votes.get(addresses.get(validator.key.ed25519)!)
        if (vote === undefined) return ABSENT
        const time = commitOf({ ...json.signed_header.commit, signatures: [vote] }).signatures[0]!
          .time
        return { flag: VOTE.commit, address: addressOf(validator), time, signature: EMPTY }
      }),
    }
    const signatures = unsigned.signatures.map((entry, index) => {
      const message = precommitSignBytes(header.chain, unsigned, index)
      if (message === null) return entry
      const address = addresses.get(set[index]!.key.ed25519)!
      return { ...entry, signature: signEd25519(seedOf(address), message) }
    })
    const commit = { ...unsigned, signatures }
    chain.set(header.height, { header, commit, validators: set, next })
    lastBlock = block
  }
  return chain
}

const EMPTY = new Uint8Array()
const ABSENT = { flag: VOTE.absent, address: EMPTY, time: STAMP_ABSENT, signature: EMPTY }

const trustedAt = ({
  header,
  next,
}: {
  header: LightBlock["header"]
  next: Validators
}): Trusted => ({
  chain: header.chain,
  height: header.height,
  time: stampMs(header.time),
  nextValidators: header.nextValidators,
  next,
})

const periodMs = (json: Foreign) => Number(BigInt(json.trust_options.period) / 1_000_000n)

/** As a client does it: the target, else half way; at the end the witnesses must agree. */
function bisect(json: Foreign, primary: Chain, witnesses: readonly Chain[]) {
  const options = { now: msOf(json.now), trustingPeriodMs: periodMs(json) }
  const target = BigInt(json.height_to_verify)
  let trusted = trustedAt(primary.get(BigInt(json.trust_options.height))!)
  let pivot = target
  let steps = 0
  while (trusted.height < target) {
    const block = primary.get(pivot)!
    const fault = verifyLightBlock(trusted, block, options)
    if (fault?.rule === "trust" && pivot > trusted.height + 1n) {
      pivot = (trusted.height + pivot) / 2n
      continue
    }
    if (fault !== null) return { output: "error", why: fault.code, steps }
    steps++
    trusted = trustedAt(block)
    pivot = target
  }
  const found = toHex(headerHash(primary.get(target)!.header))
  const agree = witnesses.every((one) => toHex(headerHash(one.get(target)!.header)) === found)
  return { output: agree ? "no error" : "error", why: agree ? null : "witness", steps }
}

const WHY: Readonly<Record<string, string | null>> = {
  conflicting_headers: "witness",
  conflicting_valid_commits_from_one_of_the_witnesses: "witness",
  conflicting_valid_commits_from_the_only_witness: "witness",
  malicious_validator_set: "witness",
  _happy_path: null,
  _worst_case: null,
  header_out_of_trusting_period: "trust_expired",
  not_enough_commits: "commit_insufficient",
}

const title = here
  ? "bisections of tendermint-rs"
  : "no bisections here (../shared/vectors/cometbft)"
describe.skipIf(!here)(title, () => {
  it.each(cases)("$name, as published: refused by the version of its blocks", ({ json }) => {
    const [first, ...rest] = json.primary.lite_blocks
    const header = headerOf(first.signed_header.header)
    const trusted = trustedAt({ header, next: setOf(first.next_validator_set) })
    for (const one of rest) {
      const block = {
        header: headerOf(one.signed_header.header),
        commit: commitOf(one.signed_header.commit),
        validators: setOf(one.validator_set),
      }
      const fault = verifyLightBlock(trusted, block, { now: msOf(json.now) })
      expect(fault).toMatchObject({ code: "bundle_unsupported", details: { found: "0" } })
    }
  })

  it.each(cases)("$name, written anew: as expected, and for its reason", ({ name, json }) => {
    const witnesses = json.witnesses.map(({ value }: Foreign) => rewritten(value))
    const { output, why, steps } = bisect(json, rewritten(json.primary), witnesses)
    expect(output).toBe(json.expected_output)
    expect(why).toBe(WHY[name])
    if (name === "_worst_case") expect(steps).toBe(json.expected_num_of_bisections)
  })
})
