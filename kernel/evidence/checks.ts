/** The steps of a verdict, one function each: what is asked, and both answers in words. */
import { BLOCK_PROTOCOL, type Header } from "../block/header.ts"
import { commitPower, verifyCommit } from "../block/verify-commit.ts"
import { stampMs } from "../block/wire.ts"
import { fromHex, toHex } from "../bytes.ts"
import { decodeValue } from "../cbor/value.ts"
import { Invalid } from "../failures.ts"
import { appHash } from "../trie/hashes.ts"
import type { Anchor } from "./anchor.ts"
import { type Bundle, decodeBundle, encodeBundle } from "./bundle.ts"
import { isReadable, judgeClaim, judgeMember } from "./claims.ts"
import { type Grade, gradeOf, type Standing } from "./grade.ts"
import { isMap } from "./leaf.ts"
import { contradiction, type PathEnd } from "./trust-path.ts"
import { type Finding, failed, passed } from "./verdict.ts"
import { countWords, listWords, shorten, timeWords } from "./words.ts"

/** Step 1: the bundle in the bytes, or the finding that ends the verdict. */
export function readForm(input: Uint8Array | Bundle): Bundle | Finding {
  try {
    const bundle = decodeBundle(input instanceof Uint8Array ? input : encodeBundle(input))
    return formFinding(bundle) ?? bundle
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const { code, message, details } = failure
    const known = code.startsWith("bundle_") ? code : "bundle_malformed"
    return failed(known, `This is not an evidence file that can be read. ${message}`, details)
  }
}

/** Headers, leaves and proofs inside a bundle that cannot be read. */
function formFinding(bundle: Bundle): Finding | null {
  const foreign = headersOf(bundle).find(({ version }) => version.block !== BLOCK_PROTOCOL)
  if (foreign !== undefined) {
    const { block } = foreign.version
    const details = { found: String(block), expected: String(BLOCK_PROTOCOL) }
    const sentence = `A header is of block protocol ${block}; this program reads ${BLOCK_PROTOCOL}.`
    return failed("bundle_unsupported", sentence, details)
  }
  const unreadable = bundle.claims.findIndex((claim) => !isReadable(claim))
  if (unreadable < 0) return null
  const sentence = `The proof of claim ${unreadable + 1} cannot be read.`
  return failed("bundle_malformed", sentence, { claim: unreadable })
}

function headersOf({ header, path, claims }: Bundle): Header[] {
  const ofClaims = claims.flatMap((one) => ("transaction" in one ? [one.transaction.header] : []))
  return [header, ...path.map((step) => step.header), ...ofClaims]
}

/** Step 1 for a bundle that could be read. */
export function formAnswer({ chain, height }: Bundle): Finding {
  return passed(`Evidence of ledger ${chain} about block ${height}.`, { height: String(height) })
}

/** Step 2: every part of the bundle, and at least one anchor, is of one ledger. */
export function checkLedger(bundle: Bundle, anchors: readonly Anchor[]): Finding {
  const { chain } = bundle
  const code = "chain_mismatch"
  const other = headersOf(bundle).find((header) => header.chain !== chain)
  if (other !== undefined) {
    const details = { found: other.chain, expected: chain }
    return failed(code, `It mixes ledgers: ${chain} and ${other.chain}.`, details)
  }
  if (anchors.some((anchor) => anchor.chain === chain)) {
    return passed(`It is of the ledger that you chose to trust, ${chain}.`)
  }
  const trusted = [...new Set(anchors.map((anchor) => anchor.chain))]
  const details = { found: chain, expected: trusted.join(", ") }
  if (trusted.length === 0) {
    const sentence = `You have no anchor of any ledger yet: to trust ${chain}, add one of it.`
    return failed(code, sentence, details)
  }
  const sentence = `It speaks of another ledger: ${chain}. You trust ${listWords(trusted)}.`
  return failed(code, sentence, details)
}

/** Step 3: the signers of the header follow from the anchor, and no other anchor contradicts. */
export function checkPath(
  path: PathEnd,
  anchor: Anchor,
  { bundle, anchors }: { bundle: Bundle; anchors: readonly Anchor[] },
): Finding {
  const { header } = bundle
  const from = `block ${anchor.height} of ${timeWords(anchor.time)}`
  const details = { anchor: String(anchor.height), anchorTime: anchor.time }
  if (path.fault?.code === "trust_expired") {
    const sentence =
      `Your newest anchor of this ledger, ${from}, is past the trusting period of 168 hours, ` +
      `and no anchor covers block ${header.height}. Fetch the evidence again under a newer ` +
      "anchor, or add an anchor of that block."
    return failed("trust_expired", sentence, { ...path.fault.details, ...details })
  }
  if (path.fault !== null) {
    const { code, reason } = path.fault
    const sentence = `The signers do not lead back to your anchor, ${from}. ${reason}`
    return failed(code, sentence, { ...path.fault.details, ...details })
  }
  const fork = contradiction(anchors, path.headers)
  if (fork !== null) {
    const height = String(fork.height)
    const sentence =
      `There are two headers of block ${height}: the ledger has forked. ` +
      "Keep this file and your anchors; they are the evidence."
    return failed("fork_found", sentence, { ...fork, height })
  }
  if (path.steps === 0) return passed(`Block ${header.height} is your anchor itself.`, details)
  const steps = countWords(path.steps, "step")
  const verb = path.steps === 1 ? "leads" : "lead"
  const sentence = `${steps} ${verb} from your anchor, ${from}, to block ${header.height}.`
  return passed(sentence, { ...details, steps: path.steps })
}

/** Whether the header holds the roots that the bundle names. */
function holdsRoots({ header, roots, height }: Bundle): boolean {
  const { size, root } = roots.log
  const app = appHash(fromHex(roots.state), size, fromHex(root))
  return header.height === height + 1n && header.app === toHex(app)
}

/** Which organisation each validator is of: by the anchor, and by the rows proven in the bundle. */
function organisationsOf(bundle: Bundle, anchor: Anchor): ReadonlyMap<string, string> {
  const organisations = new Map<string, string>(
    anchor.organisations.map(({ address, organisation }) => [address, organisation]),
  )
  if (!holdsRoots(bundle)) return organisations
  for (const member of bundle.members) {
    if (judgeMember(member, bundle) !== null) continue
    const organisation = organisationIn(member.value)
    if (organisation !== null) organisations.set(member.address, organisation)
  }
  return organisations
}

function organisationIn(row: Uint8Array): string | null {
  try {
    const value = decodeValue(row)
    const organisation = isMap(value) ? value["organisation"] : null
    return typeof organisation === "string" ? organisation : null
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

/** Step 4: more than two thirds of the power signed, and every signature verifies. */
export function checkCommit(
  bundle: Bundle,
  anchor: Anchor,
): { readonly finding: Finding; readonly standing: Standing | null } {
  const { commit, validators, chain, header } = bundle
  const { have, need, total } = commitPower(commit, validators)
  const fault = verifyCommit(chain, commit, validators)
  if (fault !== null) {
    const lead = have < need ? "Too few signed." : "The votes do not stand."
    const sentence = `${lead} Block ${header.height}: ${lower(fault.reason)}`
    return { finding: failed(fault.code, sentence, fault.details), standing: null }
  }
  const organisations = organisationsOf(bundle, anchor)
  const standing = gradeOf(commit, validators, { organisations, profile: anchor.profile })
  const names = listWords(standing.signed.map((name) => (name === "" ? "unknown signers" : name)))
  const sentence = `${have} of ${total} power signed: ${names}. ${gradeWords(standing)}`
  const details = { have: String(have), need: String(need), total: String(total) }
  return { finding: passed(sentence, { ...details, grade: standing.grade }), standing }
}

const lower = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)

const GRADE_WORDS: Readonly<Record<Grade, (standing: Standing) => string>> = {
  A: ({ signed, all }) =>
    `Grade A: ${signed.length} of ${all.length} organisations stand behind it.`,
  B: ({ signed, honest }) =>
    `Grade B: ${countWords(signed.length, "organisation")} behind it, grade A takes ` +
    `${Math.max(2, honest)}.`,
  C: ({ signed, all }) =>
    all.length > 1
      ? `${signed.length} of ${all.length} organisations signed; grade C: a development ledger.`
      : "Grade C: a development ledger, which anybody can make.",
}

/** A grade in words. */
function gradeWords(standing: Standing): string {
  return GRADE_WORDS[standing.grade](standing)
}

/** Step 5: the header is of the next block and its app hash is over the bundle's roots. */
export function checkRoots(bundle: Bundle): Finding {
  const { header, height } = bundle
  if (holdsRoots(bundle)) {
    const time = stampMs(header.time)
    const sentence = `Block ${header.height} holds state and log as of block ${height}.`
    return passed(sentence, { time })
  }
  const details = { found: String(header.height), expected: String(height + 1n) }
  const sentence =
    header.height === height + 1n
      ? `State or log is not that of block ${height}: block ${header.height} holds others.`
      : `State and log of block ${height} stand in block ${height + 1n}, not in ${header.height}.`
  return failed("proof_root_mismatch", sentence, details)
}

/** Step 6: every claim and every member row follows from the roots. */
export function checkClaims(bundle: Bundle): Finding | null {
  for (const [index, claim] of bundle.claims.entries()) {
    const fault = judgeClaim(claim, bundle)
    if (fault === null) continue
    const sentence = `Claim ${index + 1} is not in the ledger. ${fault.reason}`
    return failed(fault.code, sentence, { ...fault.details, claim: index })
  }
  for (const [index, member] of bundle.members.entries()) {
    const fault = judgeMember(member, bundle)
    if (fault === null) continue
    const sentence = `Validator ${shorten(member.address)} is not so in the ledger. ${fault.reason}`
    return failed(fault.code, sentence, { ...fault.details, member: index })
  }
  return null
}
