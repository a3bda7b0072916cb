/**
 * From an anchor of a ledger that stopped to one of the ledger that goes on, by nothing but a
 * recovery record: the last final block follows from the anchor, the members and their keys stand
 * in it, and three quarters of them signed how it goes on. Asks no network.
 */
import {
  type Anchor,
  addressText,
  type Bundle,
  decodeBundle,
  type Grade,
  type Hash,
  type Hex,
  hashOf,
  headerHash,
  inSetOrder,
  type Key,
  manifestFault,
  type Party,
  type RecoveryManifest,
  type RecoveryRecord,
  type Row,
  readStateKey,
  stateKey,
  timeText,
  toHex,
  type Verdict,
  validatorsHash,
  verifyBundle,
} from "@concordat/kernel"
import { type EndorsingKey, judgeEndorsements } from "@concordat/services/governance"
import { consortium, keys } from "@concordat/services/organisations"
import { validators } from "@concordat/services/validators"

/** One thing that was looked at, in words. */
export type RecoveryStep = {
  readonly step: "last block" | "manifest" | "signatures" | "nothing cut off"
  readonly ok: boolean
  readonly sentence: string
}

/** What a recovery record comes to. */
export type RecoveryVerdict = {
  readonly valid: boolean
  /** Of the first fault; null where there is none. */
  readonly code: string | null
  readonly details: Readonly<Record<string, string | number>>
  readonly steps: readonly RecoveryStep[]
  /** Of the old ledger's last block: no evidence reached by this record is worth more. */
  readonly grade: Grade | null
  readonly members: readonly Party[]
  /** Members that signed. */
  readonly by: readonly Party[]
  /** From it evidence of the new ledger verifies; null where the record does not hold. */
  readonly anchor: Anchor | null
}

/** What is known before a record is judged. */
export type RecoveryKnown = {
  readonly anchors: readonly Anchor[]
  /** Milliseconds of 1970. */
  readonly now: number
  /** Evidence of the old ledger from anywhere: none of it may be of a later block. */
  readonly others?: readonly Uint8Array[]
}

/** A finding that ends the judging. */
class Fault extends Error {
  readonly step: RecoveryStep["step"]
  readonly code: string
  readonly details: RecoveryVerdict["details"]

  constructor(
    step: RecoveryStep["step"],
    code: string,
    sentence: string,
    details: RecoveryVerdict["details"] = {},
  ) {
    super(sentence)
    this.step = step
    this.code = code
    this.details = details
  }
}

/** The last block of the old ledger, with the members and keys that its evidence proves. */
type LastBlock = {
  readonly verdict: Verdict
  readonly bundle: Bundle
  readonly members: readonly Party[]
  readonly keys: ReadonlyMap<Hash, EndorsingKey>
}

const STEP = "last block"

function verified(bytes: Uint8Array, { anchors, now }: RecoveryKnown): Verdict {
  const verdict = verifyBundle(bytes, anchors, { now })
  if (verdict.valid) return verdict
  const { sentence } = verdict.steps.at(-1)!
  throw new Fault(STEP, verdict.code ?? "bundle_malformed", sentence)
}

/** Members and keys among the rows that a bundle proves. */
function rowsIn({ claims }: Bundle, members: Party[], found: Map<Hash, EndorsingKey>): void {
  const whole = toHex(stateKey(consortium, {}))
  for (const claim of claims) {
    if (!("value" in claim)) continue
    const { key, value } = claim.value
    if (toHex(key) === whole)
      members.push(...(consortium.readRow(value) as Row<typeof consortium>).members)
    else if (toHex(key).startsWith(KEYS)) {
      const { key: name } = readStateKey(keys, key) as Key<typeof keys>
      found.set(name, keys.readRow(value) as Row<typeof keys>)
    }
  }
}

const KEYS = toHex(new TextEncoder().encode("organisations/keys/"))

function lastBlock(record: RecoveryRecord, known: RecoveryKnown): LastBlock {
  const members: Party[] = []
  const found = new Map<Hash, EndorsingKey>()
  let first: { verdict: Verdict; bundle: Bundle } | null = null
  for (const bytes of record.evidence) {
    const verdict = verified(bytes, known)
    const bundle = decodeBundle(bytes)
    first ??= { verdict, bundle }
    if (hashOf(headerHash(bundle.header)) !== hashOf(headerHash(first.bundle.header))) {
      throw new Fault(STEP, "manifest_invalid", "Its evidence is not all of one block.")
    }
    rowsIn(bundle, members, found)
  }
  if (first === null || members.length === 0) {
    throw new Fault(STEP, "manifest_invalid", "It does not say who the members are.")
  }
  return { ...first, members, keys: found }
}

function ensureManifest(manifest: RecoveryManifest | null, last: LastBlock): RecoveryManifest {
  const step = "manifest"
  if (manifest === null) throw new Fault(step, "manifest_invalid", "It has no manifest yet.")
  const { header } = last.bundle
  const fault = manifestFault(manifest)
  if (fault !== null)
    throw new Fault(step, "manifest_invalid", `Its ${fault} cannot be.`, { fault })
  const [found, due] = [hashOf(headerHash(header)), manifest.block]
  const same = header.chain === manifest.chain && header.height === manifest.height
  if (!same || found !== due) {
    const sentence =
      `It goes on from block ${manifest.height}; ` +
      `its evidence is of block ${header.height}, or of another one of that height.`
    throw new Fault(step, "manifest_invalid", sentence, { found, due })
  }
  return manifest
}

function endorsers(record: RecoveryRecord, manifest: RecoveryManifest, last: LastBlock) {
  const step = "signatures"
  const { endorsements } = record
  const judged = judgeEndorsements({ manifest, endorsements }, last.members, (key) =>
    last.keys.get(key),
  )
  const { by, need, fault } = judged
  if (fault !== null) {
    const sentence = `A signature does not count: ${fault.code}, key ${fault.key ?? "unknown"}.`
    throw new Fault(step, fault.code, sentence)
  }
  if (by.length >= need) return by
  const sentence = `${by.length} of ${last.members.length} members signed; ${need} must.`
  throw new Fault(step, "endorsement_insufficient", sentence, { have: by.length, need })
}

/** Refuses evidence of the old ledger that is valid and of a later block, or of another one. */
function ensureWhole(manifest: RecoveryManifest, known: RecoveryKnown): void {
  const step = "nothing cut off"
  for (const bytes of known.others ?? []) {
    const verdict = verifyBundle(bytes, known.anchors, { now: known.now })
    if (!verdict.valid || verdict.chain !== manifest.chain) continue
    const { header } = decodeBundle(bytes)
    const { height } = header
    if (height > manifest.height) {
      const sentence =
        `Block ${height} of ${manifest.chain} was final. The recovery goes on from block ` +
        `${manifest.height}: what came after it was cut off.`
      const heights = { found: String(height), recovered: String(manifest.height) }
      throw new Fault(step, "truncation_found", sentence, heights)
    }
    if (height === manifest.height && hashOf(headerHash(header)) !== manifest.block) {
      const sentence = `There are two headers of block ${height}: the ledger has forked.`
      throw new Fault(step, "fork_found", sentence, { height: String(height) })
    }
  }
}

/** Whose the validators are: by the old anchor, and by rows that the evidence proves. */
function organisationsOf({ verdict, bundle }: LastBlock, manifest: RecoveryManifest) {
  const known = new Map<Hex, Party>(
    (verdict.anchor?.organisations ?? []).map(({ address, organisation }) => [
      address,
      organisation,
    ]),
  )
  for (const { address, value } of bundle.members) {
    known.set(address, (validators.readRow(value) as Row<typeof validators>).organisation)
  }
  return manifest.validators.flatMap((validator) => {
    const address = addressText(validator) as Hex
    const organisation = known.get(address)
    return organisation === undefined ? [] : [{ address, organisation }]
  })
}

function anchorOf(last: LastBlock, manifest: RecoveryManifest): Anchor {
  return {
    chain: manifest.successor,
    // The header below the first one is the old ledger's last; the first one has the first time.
    ...{ header: manifest.block, height: manifest.height, time: manifest.time - 1 },
    nextValidators: hashOf(validatorsHash(inSetOrder(manifest.validators))),
    organisations: organisationsOf(last, manifest),
    profile: last.verdict.anchor?.profile ?? "development",
  }
}

/** The sentences of a record whose every step holds. */
function told(last: LastBlock, manifest: RecoveryManifest, by: readonly Party[]): RecoveryStep[] {
  const { chain, height, successor, time, validators: kept } = manifest
  const { grade, organisations } = last.verdict
  const signers = `${organisations.length} organisations signed it, grade ${grade}`
  const say = (step: RecoveryStep["step"], sentence: string) => ({ step, ok: true, sentence })
  return [
    say("last block", `Block ${height} of ${chain} follows from your anchor; ${signers}.`),
    say(
      "manifest",
      `${successor} goes on from it at ${timeText(time)} with ${kept.length} validators.`,
    ),
    say(
      "signatures",
      `${by.length} of ${last.members.length} members signed that: ${by.join(", ")}. ` +
        "That the state after that block is right, they vouch for; no header says it.",
    ),
  ]
}

/** Judges a record. Never throws. */
export function verifyRecovery(record: RecoveryRecord, known: RecoveryKnown): RecoveryVerdict {
  const steps: RecoveryStep[] = []
  const none = { grade: null, members: [], by: [], anchor: null }
  try {
    const last = lastBlock(record, known)
    const manifest = ensureManifest(record.manifest, last)
    const by = endorsers(record, manifest, last)
    steps.push(...told(last, manifest, by))
    ensureWhole(manifest, known)
    const { grade } = last.verdict
    const found = { grade, members: last.members, by, anchor: anchorOf(last, manifest) }
    return { ...found, valid: true, code: null, details: {}, steps }
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure
    const { step, code, details, message: sentence } = failure
    return {
      ...none,
      valid: false,
      code,
      details,
      steps: [...steps, { step, ok: false, sentence }],
    }
  }
}
