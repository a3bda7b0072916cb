/** For tests: a small ledger of four organisations with state and log, and evidence from it. */
import {
  CHAIN,
  commitFor,
  headerAt,
  type Signer,
  setOf,
  signer,
  type Votes,
} from "../block/chain.testing.ts"
import { addressText } from "../block/validator-set.ts"
import type { BlockId } from "../block/wire.ts"
import { concat, fromHex, toHex, utf8 } from "../bytes.ts"
import { type CborValue, encodeValue } from "../cbor/value.ts"
import { coseKey, thumbprint } from "../crypto/cose-key.ts"
import { ed25519PublicKey, signEd25519 } from "../crypto/ed25519.ts"
import { sha256 } from "../crypto/hash.ts"
import { leafHashOf } from "../log/hashes.ts"
import { MerkleTree } from "../log/merkle-tree.ts"
import { type Hash, type Hex, hashOf } from "../schema/fixed.ts"
import type { Party } from "../schema/party.ts"
import { appHash } from "../trie/hashes.ts"
import { absenceProof, existenceProof, type RawRow } from "../trie/prove.ts"
import { StateTrie } from "../trie/state-trie.ts"
import { type Anchor, anchorAt } from "./anchor.ts"
import type { Bundle } from "./bundle.ts"
import { memberKey } from "./claims.ts"
import { createReceipt, receiptIssuer, receiptSubject, signHead } from "./receipt.ts"

const ORGANISATIONS = ["carriers", "chamber", "customs", "north-bank"] as const
/** The facts are those after this block. */
const HEIGHT = 5n

const receiptSeed = (organisation: string) => sha256(utf8(`receipts of ${organisation}`))

/** The receipt key of an organisation: COSE_Key, thumbprint, and the key of its row. */
export function receiptKey(organisation: string) {
  const x = ed25519PublicKey(receiptSeed(organisation))
  const cose = coseKey({ algorithm: "ed25519", x })
  const kid = thumbprint(cose) as Hash
  return { cose, kid, rowKey: concat(utf8("organisations/keys/"), fromHex(kid)) }
}

/** Event leaves; the second is what most tests claim. */
export const leaves: readonly Uint8Array[] = [0, 1, 2].map((index) =>
  encodeValue({
    service: "provenance",
    event: "issued",
    height: 5,
    index,
    time: 1_795_428_005_000,
    operation: 0,
    transaction: sha256(utf8(`transaction ${index}`)),
    fields: { digest: sha256(utf8(`document ${index}`)), issuer: "customs/officer-4" },
  }),
)

export const documentKey = concat(utf8("provenance/documents/"), sha256(utf8("document 1")))
export const absentKey = concat(utf8("provenance/documents/"), sha256(utf8("document 9")))

/** The ledger. `purpose` and `status` are those of all receipt keys, `row` changes their rows. */
export function testLedger({
  signers = ORGANISATIONS.map((name) => signer(name)),
  lastBlock,
  purpose = "receipt",
  status = "active",
  row: changed = {},
}: {
  signers?: readonly Signer[]
  lastBlock?: BlockId
  purpose?: string
  status?: string
  row?: Readonly<Record<string, CborValue>>
} = {}) {
  const rows: RawRow[] = [
    { key: documentKey, value: encodeValue({ title: "Bill of lading", revoked: null }) },
    ...setOf(signers).map((validator, index) => ({
      key: memberKey({ address: addressText(validator) as Hex }),
      value: encodeValue({ power: index, organisation: `row-${index}` }),
    })),
    ...ORGANISATIONS.map((organisation) => ({
      key: receiptKey(organisation).rowKey,
      value: encodeValue({
        holder: `${organisation}/gateway`,
        purpose,
        status,
        public: receiptKey(organisation).cose,
        ...changed,
      }),
    })),
  ]
  const trie = new StateTrie()
  trie
    .prepare(rows.map(({ key, value }) => ({ path: sha256(key), value: sha256(value) })))
    .commit(HEIGHT)
  const log = new MerkleTree(leaves.map(leafHashOf))
  const logSize = BigInt(leaves.length)
  const app = hashOf(appHash(trie.root, logSize, log.root))
  const anchorHeader = headerAt(2n, { signers })
  const header = headerAt(HEIGHT + 1n, { signers, app, ...(lastBlock && { lastBlock }) })
  const byPath = new Map(rows.map((row) => [toHex(sha256(row.key)), row]))

  const anchor: Anchor = anchorAt(anchorHeader, {
    profile: "production",
    organisations: signers.map((one) => ({
      address: addressText(setOf([one])[0]!) as Hex,
      organisation: one.name as Party,
    })),
  })

  const row = (key: Uint8Array) => rows.find((one) => toHex(one.key) === toHex(key))!.value
  const claims = {
    event: (index = 1) => ({
      event: {
        leaf: leaves[index]!,
        index: BigInt(index),
        path: log.path(index).map((hash) => hashOf(hash)),
      },
    }),
    value: (key = documentKey) => ({
      value: { key, value: row(key), proof: existenceProof(trie.view(), key, row(key))! },
    }),
    absence: (key = absentKey) => ({
      absence: {
        key,
        proof: absenceProof(trie.view(), key, (path) => byPath.get(toHex(path))!)!,
      },
    }),
  }

  /** A bundle of the three claims, or of those given. */
  const bundle = (change: Partial<Bundle> = {}, votes: Votes = {}): Bundle => ({
    v: 1,
    chain: CHAIN,
    height: HEIGHT,
    claims: [claims.event(), claims.value(), claims.absence()],
    roots: { state: hashOf(trie.root), log: { size: logSize, root: hashOf(log.root) } },
    header,
    commit: commitFor(header, signers, votes),
    validators: setOf(signers),
    base: null,
    path: [],
    members: [],
    receipts: [],
    ...change,
  })

  /** An organisation's receipt for an event; the parts may be wrong. */
  const receipt = (
    organisation: string,
    {
      index = 1,
      subject = receiptSubject(CHAIN),
      by = organisation,
      of = log,
      size = logSize,
    } = {},
  ): Uint8Array => {
    const { kid } = receiptKey(organisation)
    const issuer = receiptIssuer(CHAIN, by)
    const head = signHead(of.root, { algorithm: "ed25519", kid, issuer, subject }, (message) =>
      signEd25519(receiptSeed(organisation), message),
    )
    return createReceipt(head, { size, index: BigInt(index), path: of.path(index) })
  }

  /** A bundle with these receipts, and the rows of their keys among its claims. */
  const withReceipts = (receipts: readonly Uint8Array[]): Bundle =>
    bundle({
      receipts,
      claims: [
        claims.event(),
        ...ORGANISATIONS.map((organisation) => claims.value(receiptKey(organisation).rowKey)),
      ],
    })

  return { signers, anchor, anchorHeader, header, claims, bundle, receipt, withReceipts, log, trie }
}
