/** Table P: evidence that must not pass, judged by the command line with the network off. */
import {
  type Anchor,
  anchorKind,
  type Bundle,
  decodeBundle,
  encodeBundle,
  encodeValue,
  type Hash,
  jsonText,
  stateKey,
  utf8,
} from "@concordat/kernel"
import { testSigner } from "@concordat/kernel/testing"
import { keys } from "@concordat/services/organisations"
import { REGISTRAR } from "../../services/provenance/office.testing.ts"
import type { Ended, Place } from "./place.ts"
import type { CommandRow } from "./row.ts"

const TOO_LARGE = 16_777_217
const WEEK_MS = 168 * 3_600_000
const OTHER_HASH = "ab".repeat(32) as Hash

/** A bundle about the row of the registrar's key, and an anchor that proves it. */
async function evidence({ live }: Place): Promise<{ bundle: Bundle; anchor: Anchor }> {
  const value = stateKey(keys, { key: testSigner(REGISTRAR).kid })
  const bundle = decodeBundle(await live.ledger.evidence({ claims: [{ value }] }))
  return { bundle, anchor: await live.ledger.anchor(1n) }
}

function judge(place: Place, file: Uint8Array, anchor: Anchor, ...more: string[]): Promise<Ended> {
  const named = place.file("case.evidence", file)
  const trusted = place.file("anchor.json", jsonText(anchorKind.toJson(anchor)))
  return place.verify(named, "--anchor", trusted, ...more)
}

/** Judges a bundle with one thing changed, by an anchor that may be changed as well. */
const changed =
  (change: (bundle: Bundle) => Partial<Bundle>, anchored: Partial<Anchor> = {}) =>
  async (place: Place) => {
    const { bundle, anchor } = await evidence(place)
    const bytes = encodeBundle({ ...bundle, ...change(bundle) })
    return judge(place, bytes, { ...anchor, ...anchored })
  }

const raw = (bytes: () => Uint8Array) => async (place: Place) => {
  const { anchor } = await evidence(place)
  return judge(place, bytes(), anchor)
}

function row(
  number: string,
  what: string,
  code: string,
  says: readonly string[],
  run: CommandRow["run"],
): CommandRow {
  return { row: number, what, code, status: null, exit: 1, says, run }
}

/** The only claim of the bundle, of another key or value. */
function otherClaim(change: Readonly<Record<string, Uint8Array>>) {
  return ({ claims: [claim] }: Bundle): Partial<Bundle> => {
    if (claim === undefined || !("value" in claim)) throw new Error("a value is claimed")
    return { claims: [{ value: { ...claim.value, ...change } }] }
  }
}

/** No vote at all, in the form of a vote that was not given. */
function withoutVotes({ commit }: Bundle): Partial<Bundle> {
  const signatures = commit.signatures.map((vote) => ({ ...vote, signature: new Uint8Array(64) }))
  return { commit: { ...commit, signatures } }
}

export const EVIDENCE: readonly CommandRow[] = [
  row(
    "P02a",
    "not a bundle",
    "bundle_malformed",
    [],
    raw(() => utf8("not evidence")),
  ),
  row("P02b", "a bundle cut off", "bundle_malformed", [], async (place) => {
    const { bundle, anchor } = await evidence(place)
    return judge(place, encodeBundle(bundle).subarray(0, -1), anchor)
  }),
  row(
    "P02c",
    "a newer version",
    "bundle_unsupported",
    ["2", "1"],
    changed(() => ({ v: 2 })),
  ),
  row(
    "P02d",
    "a newer version of another form",
    "bundle_unsupported",
    ["version"],
    async (place) => {
      const { anchor } = await evidence(place)
      return judge(place, encodeValue({ v: 2, claims: [], more: true }), anchor)
    },
  ),
  row(
    "P02e",
    "over 16 MiB",
    "bundle_too_large",
    ["16 MiB"],
    raw(() => new Uint8Array(TOO_LARGE)),
  ),
  row("P03a", "a proof of another key", "proof_key_mismatch", ["Claim 1"], (place) => {
    const key = stateKey(keys, { key: OTHER_HASH })
    return changed(otherClaim({ key }))(place)
  }),
  row("P03b", "another value", "proof_key_mismatch", ["Claim 1"], (place) =>
    changed(otherClaim({ value: utf8("other") }))(place),
  ),
  row(
    ...(["P03c", "another height", "proof_root_mismatch"] as const),
    ["block"],
    changed(({ height }) => ({ height: height + 1n })),
  ),
  row(
    ...(["P04a", "votes that do not verify", "commit_insufficient"] as const),
    ["signature"],
    changed(withoutVotes),
  ),
  row(
    ...(["P05a", "another validator set", "validator_set_mismatch"] as const),
    ["anchor"],
    changed(() => ({}), { nextValidators: OTHER_HASH }),
  ),
  row(
    ...(["P05b", "another chain", "chain_mismatch"] as const),
    ["elsewhere-1", "-dev-1"],
    changed(() => ({}), { chain: "elsewhere-1" }),
  ),
  row("P06a", "the anchor is too old", "trust_expired", ["anchor"], async (place) => {
    const { bundle, anchor } = await evidence(place)
    const old = { ...anchor, height: 1n, header: OTHER_HASH, time: anchor.time - 2 * WEEK_MS }
    return judge(place, encodeBundle(bundle), old)
  }),
  row("P06b", "anchors that contradict each other", "fork_found", ["block"], async (place) => {
    const { bundle, anchor } = await evidence(place)
    const { height } = bundle.header
    place.trust([anchor, { ...anchor, height, header: OTHER_HASH }])
    return place.verify(place.file("case.evidence", encodeBundle(bundle)))
  }),
  row(
    ...(["P07a", "a receipt that is none", "receipts_insufficient"] as const),
    ["receipt"],
    changed(() => ({ receipts: [utf8("receipt")] })),
  ),
]
