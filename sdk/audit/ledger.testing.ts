/** For tests: a ledger of two validators with a key that seals, and exports made of its parts. */
import {
  type Anchor,
  absenceProof,
  anchorAt,
  appendToLog,
  appHash,
  type Bundle,
  concat,
  dataHash,
  EMPTY_LOG,
  EMPTY_LOG_ROOT,
  encode,
  encodeBundle,
  existenceProof,
  type Hash,
  type Header,
  hashOf,
  leafHashOf,
  logRoot,
  type Party,
  type Row,
  resultsHash,
  StateTrie,
  sha256,
  stateKey,
  toHex,
  utf8,
  type WholeBlock,
} from "@concordat/kernel"
import { type TestSigner, testSigner } from "@concordat/kernel/testing"
import { keys } from "@concordat/services/organisations"
import {
  commitFor,
  headerAt,
  idOf,
  START,
  setOf,
  signer,
} from "../../kernel/block/chain.testing.ts"
import { encodeItem, framed, type Item, type Manifest } from "./items.ts"
import { AUDIT_VERSION, sealManifest } from "./seal.ts"

const VALIDATORS = ["mint", "hall"].map((name) => signer(name))
const BLOCKS = 8

/** A row that every state holds besides the key's. */
export const OTHER = utf8("oversight/registers/education")
/** The key of a row that there is none of. */
export const ABSENT = utf8("oversight/registers/justice")
/** Whose key seals. */
export const BY = "audit-office" as Party
export const SEAL: TestSigner = testSigner(BY, "ed25519", "seal")
/** The time of block `height`. */
export const timeAt = (height: number): number => START + height * 1_000

export type KeyRow = Row<typeof keys>

/** What a file is put together of; what is left out is as an honest one has it. */
export type Parts = {
  readonly manifest?: Partial<Manifest>
  readonly signer?: TestSigner
  /** The parts of the index, where they are to be others. */
  readonly index?: (digests: readonly Hash[]) => readonly (readonly Hash[])[]
  /** Which of the items, index and seal among them, stand in the file. */
  readonly order?: readonly number[]
}

/** The items as one file. */
export function fileOf(chain: string, items: readonly Item[], parts: Parts = {}): Uint8Array {
  const { manifest = {}, signer: by = SEAL, index = (digests) => [digests] } = parts
  const encoded = items.map(encodeItem)
  const leaves = encoded.map((bytes) => leafHashOf(bytes))
  const about: Manifest = {
    ...{ v: AUDIT_VERSION, chain, by: BY, made: timeAt(60), from: null, to: null },
    ...{ items: leaves.length, root: hashOf(logRoot(appendToLog(EMPTY_LOG, leaves))) },
    ...manifest,
  }
  const digests = index(leaves.map((leaf) => toHex(leaf) as Hash)).map((part) => [...part])
  const seal = sealManifest(about, { kid: by.kid, algorithm: by.algorithm, sign: by.sign })
  const ends: Item[] = [...digests.map((part) => ({ index: part })), { seal }]
  const all = [...encoded, ...ends.map(encodeItem)]
  const order = parts.order ?? all.map((_, at) => at)
  return concat(...order.map((at) => framed(all[at]!)))
}

/** A ledger of some blocks whose state never changes. */
export class SealedLedger {
  readonly chain: string
  private readonly rows: readonly (readonly [key: Uint8Array, value: Uint8Array])[]
  private readonly trie = new StateTrie()
  private readonly headers: Header[] = []

  constructor({ chain = "test-1", key = {} }: { chain?: string; key?: Partial<KeyRow> } = {}) {
    this.chain = chain
    const row: KeyRow = {
      ...{ holder: BY, purpose: "seal", algorithm: SEAL.algorithm, public: SEAL.public },
      ...{ from: timeAt(0), until: null, status: "active", since: null, ...key },
    }
    const place = stateKey(keys, { key: SEAL.kid })
    this.rows = [
      [place, encode(keys.row, row)],
      [OTHER, utf8("orders")],
    ]
    const hashed = this.rows.map(([name, value]) => ({ path: sha256(name), value: sha256(value) }))
    this.trie.prepare(hashed).commit(1n)
    const app = hashOf(appHash(this.trie.root, 0n, EMPTY_LOG_ROOT))
    for (let height = 1; height <= BLOCKS; height++) {
      const last = this.headers.at(-1)
      const { transactions } = this.content(height)
      this.headers.push(
        headerAt(BigInt(height), {
          ...{ signers: VALIDATORS, chain, app, data: hashOf(dataHash(transactions)) },
          lastResults: hashOf(resultsHash(this.content(height - 1).results)),
          ...(last === undefined ? {} : { lastBlock: idOf(last) }),
        }),
      )
    }
  }

  private content(height: number): Pick<WholeBlock, "transactions" | "results"> {
    const result = { code: 0, data: new Uint8Array(), cost: BigInt(height) }
    return { transactions: [utf8(`transaction ${height}`)], results: [result] }
  }

  get anchor(): Anchor {
    return anchorAt(this.headers[0]!, { profile: "development", organisations: [] })
  }

  block(height: number): Item {
    return { block: { header: this.headers[height - 1]!, ...this.content(height) } }
  }

  /** Evidence of the rows, or that there are none, after a block. */
  after(height: number, names: readonly Uint8Array[], change: Partial<Header> = {}): Item {
    const header = { ...this.headers[height]!, ...change }
    const bundle: Bundle = {
      ...{ v: 1, chain: this.chain, height: BigInt(height), header },
      claims: names.map((name) => this.claim(name)),
      roots: { state: hashOf(this.trie.root), log: { size: 0n, root: hashOf(EMPTY_LOG_ROOT) } },
      ...{ commit: commitFor(header, VALIDATORS), validators: setOf(VALIDATORS) },
      ...{ base: null, path: [], members: [], receipts: [] },
    }
    return { bundle: encodeBundle(bundle) }
  }

  /** Evidence of the key that seals. */
  sealing(height: number): Item {
    return this.after(height, [this.rows[0]![0]])
  }

  private claim(key: Uint8Array): Bundle["claims"][number] {
    const value = this.rows.find(([name]) => toHex(name) === toHex(key))?.[1]
    const view = this.trie.view()
    if (value !== undefined) {
      return { value: { key, value, proof: existenceProof(view, key, value)! } }
    }
    const neighbour = (path: Uint8Array) => {
      const [name, held] = this.rows.find(([one]) => toHex(sha256(one)) === toHex(path))!
      return { key: name, value: held }
    }
    return { absence: { key, proof: absenceProof(view, key, neighbour)! } }
  }
}
