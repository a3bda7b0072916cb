/**
 * For tests: a ledger in memory that four organisations vote for, with documents registered on it,
 * and the evidence that a gateway would answer with.
 */
import {
  type Anchor,
  absenceProof,
  anchorAt,
  type Bundle,
  type Command,
  concat,
  createReceipt,
  encodeBundle,
  existenceProof,
  type Fields,
  type Hash,
  type Hex,
  hashOf,
  leafHashOf,
  logRoot,
  MerkleTree,
  type Party,
  sha256,
  signHead,
  stampOfMs,
  stateKey,
  toHex,
  type Values,
} from "@concordat/kernel"
import {
  type GivenRow,
  operation,
  type Signatories,
  type TestLedger,
} from "@concordat/kernel/testing"
import { keys, organisations } from "@concordat/services/organisations"
import {
  classes,
  items,
  statementLeaf,
  statementReceiptHeader,
  statements,
} from "@concordat/services/provenance"
import { commitFor, headerAt, setOf, signer } from "../../kernel/block/chain.testing.ts"
import { setClass } from "../../services/provenance/classes.ts"
import {
  BEGAN,
  CHAIN,
  classOf,
  EDUCATION,
  openOffices,
  REGISTRAR,
  sealOf,
  sealRows,
} from "../../services/provenance/office.testing.ts"
import { register } from "../../services/provenance/register.ts"
import { type CommittedDocument, commitDocument, type FieldValue, fileDigest } from "./draft.ts"
import type { RegisteredAnswer } from "./finish.ts"
import { sealDocument } from "./statement.ts"

const ORGANISATIONS = ["education", "justice", "customs", "chamber"] as const
const VALIDATORS = ORGANISATIONS.map((name) => signer(name))

/** What evidence says besides the plain claims. */
export type Asked = {
  readonly receipts?: readonly Party[]
  /** Claims to leave out, by their place. */
  readonly without?: readonly number[]
}

/** The organisations' receipt keys, whose rows stand on the ledger. */
export const receiptKeyOf = (organisation: Party) => sealOf(organisation, "ed25519", "receipt")

/** A ledger with the class `diploma`, and everything that a test does with it. */
export class DocumentLedger {
  readonly ledger: TestLedger
  private readonly leaves: Uint8Array[] = []
  private readonly log: Hash[] = []
  private readonly transactions: Uint8Array[] = []

  constructor(rows: readonly GivenRow[] = []) {
    const receipts = (["education", "justice"] as Party[]).flatMap((organisation) =>
      sealRows(organisation, receiptKeyOf(organisation), { purpose: "receipt" }),
    )
    this.ledger = openOffices([...receipts, ...rows])
    this.run(REGISTRAR, setClass, classOf("diploma"))
  }

  /** One command, alone in its block; it must be accepted. */
  run<F extends Fields>(who: Signatories, command: Command<F>, input: Values<NoInfer<F>>): void {
    const transaction = this.ledger.sign(who, [operation(command, input)])
    this.transactions.push(transaction)
    const { results, leaves, events } = this.ledger.block([transaction])
    const [refusal] = results[0]!.refusals
    if (refusal !== undefined) throw new Error(`${refusal.code}: ${refusal.message}`)
    this.leaves.push(...leaves.map(({ bytes }) => bytes))
    for (const { event, fields } of events) {
      if (event === "statement_registered") this.log.push((fields as { statement: Hash }).statement)
    }
  }

  /** The ledger's time of the last block. */
  get now(): number {
    return this.ledger.state.time
  }

  /** An anchor by the same validators: an early header, or the one given. */
  anchor(
    profile: Anchor["profile"] = "production",
    header = headerAt(1n, { signers: VALIDATORS, chain: CHAIN, time: stampOfMs(BEGAN) }),
  ): Anchor {
    const named = setOf(VALIDATORS).map((validator) => {
      const one = VALIDATORS.find((by) => setOf([by])[0]!.key.ed25519 === validator.key.ed25519)!
      const address = toHex(sha256(keyBytes(validator.key.ed25519)).subarray(0, 20)) as Hex
      return { address, organisation: one.name as Party }
    })
    return anchorAt(header, { profile, organisations: named })
  }

  /** Commits, seals and registers one document; answers its statement. */
  async register(
    file: Uint8Array,
    fields: Readonly<Record<string, FieldValue>> = { title: "Diploma" },
    { until = null, name = "one" }: { until?: number | null; name?: string } = {},
  ) {
    const secret = sha256(new TextEncoder().encode(name)).slice(0, 16)
    const named = { organisation: EDUCATION, class: "diploma", secret, until }
    const document = commitDocument({ ...named, file: fileDigest(file), fields })
    const occasion = { chain: CHAIN, issuer: EDUCATION, now: this.now }
    const period = { from: BEGAN, until }
    const statement = await sealDocument(sealOf(EDUCATION), occasion, document, period)
    this.run(REGISTRAR, register, { statement })
    return { document, statement }
  }

  /** All that the ledger keeps: transactions, events, keys and values of the state. */
  everything(): Uint8Array {
    const rows = this.ledger.state.rows.scan(new Uint8Array(), { limit: 10_000 })
    return concat(...this.transactions, ...this.leaves, ...rows.flat())
  }

  private rows() {
    const all = this.ledger.state.rows.scan(new Uint8Array(), { limit: 10_000 })
    return new Map(all.map(([key, value]) => [toHex(sha256(key)), { key, value }]))
  }

  private valueOf(key: Uint8Array): Bundle["claims"][number] {
    const { rows, trie } = this.ledger.state
    const value = rows.get(key)
    if (value !== undefined) {
      return { value: { key, value, proof: existenceProof(trie.view(), key, value)! } }
    }
    const byPath = this.rows()
    const neighbour = (path: Uint8Array) => byPath.get(toHex(path))!
    return { absence: { key, proof: absenceProof(trie.view(), key, neighbour)! } }
  }

  /** The bundle that a gateway answers with about a registered document. */
  answer(
    { handle }: Pick<CommittedDocument, "handle">,
    statement: Uint8Array,
    { receipts = [], without = [] }: Asked = {},
  ): RegisteredAnswer {
    const name = hashOf(sha256(statement))
    const { state } = this.ledger
    const row = statements.get(this.ledger.view(), { statement: name })!
    const tree = new MerkleTree(this.leaves.map(leafHashOf))
    const index = this.leaves.findIndex((leaf) => includes(leaf, sha256(statement)))
    const path = tree.path(index).map((step) => hashOf(step))
    const claims: Bundle["claims"] = [
      { event: { leaf: this.leaves[index]!, index: BigInt(index), path } },
      this.valueOf(stateKey(statements, { statement: name })),
      this.valueOf(stateKey(classes, { class: row.class })),
      this.valueOf(stateKey(keys, { key: row.key })),
      this.valueOf(stateKey(organisations, { organisation: row.issuer })),
      this.valueOf(stateKey(items, { issuer: row.issuer, handle })),
      ...receipts.map((who) => this.valueOf(stateKey(keys, { key: receiptKeyOf(who).key }))),
    ]
    const header = headerAt(state.height + 1n, {
      ...{ signers: VALIDATORS, chain: CHAIN, app: state.appHash },
      time: stampOfMs(state.time + 1_000),
    })
    const root = hashOf(logRoot(state.log))
    if (root !== hashOf(tree.root)) throw new Error("the test has not kept every leaf")
    const bundle: Bundle = {
      ...{ v: 1, chain: CHAIN, height: state.height },
      claims: claims.filter((_, place) => !without.includes(place)),
      roots: { state: state.stateRoot, log: { size: state.log.size, root } },
      ...{ header, commit: commitFor(header, VALIDATORS), validators: setOf(VALIDATORS) },
      ...{ base: null, path: [], members: [], receipts: [] },
    }
    return {
      bundle: encodeBundle(bundle),
      statement,
      receipts: receipts.map((who) => this.receipt(who, name)),
    }
  }

  /** An organisation's receipt that a statement lies in the statement log. */
  receipt(organisation: Party, statement: Hash): Uint8Array {
    const tree = new MerkleTree(this.log.map(statementLeaf))
    const { key, algorithm, sign } = receiptKeyOf(organisation)
    const header = statementReceiptHeader(CHAIN, organisation, { kid: key, algorithm })
    const index = this.log.indexOf(statement)
    const place = { size: BigInt(this.log.length), index: BigInt(index), path: tree.path(index) }
    return createReceipt(signHead(tree.root, header, sign), place)
  }
}

function keyBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16))
}

function includes(whole: Uint8Array, part: Uint8Array): boolean {
  return toHex(whole).includes(toHex(part))
}
