/**
 * An office at work over a live ledger: it registers, changes and proves documents through the sdk
 * and a real socket; a relying party judges files with the network off.
 */
import { type Anchor, type Hash, type Json, sha256, utf8 } from "@concordat/kernel"
import {
  type Client,
  call,
  createClient,
  getAnchor,
  getDocumentEvidence,
  type RegisteredDocument,
  registerDocument,
} from "@concordat/sdk"
import { type DocumentVerdict, verifyDocument } from "@concordat/sdk/document"
import { classOf, REGISTRAR } from "../../services/provenance/office.testing.ts"
import { Live, type LiveOptions } from "../bad-inputs/live.ts"

const SECRET_BYTES = 16

/** How a document is registered. */
type Issuing = {
  readonly fields?: Readonly<Record<string, string | number>>
  readonly name?: string
  readonly instead?: RegisteredDocument
}

/** The secret of an office's n-th document: it follows from the number, so that tests know it. */
export function secretOf(number: number): Uint8Array {
  return sha256(utf8(`secret ${number}`)).slice(0, SECRET_BYTES)
}

export class Office {
  readonly live: Live
  readonly client: Client
  /** What a relying party trusts: the ledger's first header. */
  anchor!: Anchor
  private secrets = 0

  private constructor(live: Live, client: Client) {
    this.live = live
    this.client = client
  }

  /** Opens a ledger with the class `diploma`, which asks for so many approvals. */
  static async open(approvals = 1): Promise<Office> {
    const office = await Office.over({})
    const { live, client } = office
    const { setClass } = live.runtime.services.find(({ name }) => name === "provenance")!.commands
    const input = setClass!.input.toJson(classOf("diploma", { approvals }))
    await call(client, { command: "provenance.setClass", input, as: REGISTRAR })
    office.anchor = await getAnchor(client, "1")
    return office
  }

  /** Opens a ledger, of whatever genesis. */
  static async over(options: LiveOptions): Promise<Office> {
    const live = await new Live(options).open()
    const url = `http://127.0.0.1:${await live.port()}`
    return new Office(live, createClient({ url, elapsed: () => live.clock.elapsed() }))
  }

  /** Sixteen bytes that no other document of this office has. */
  secret(): Uint8Array {
    return secretOf(++this.secrets)
  }

  issue(file: Uint8Array, title: string, issuing: Issuing = {}): Promise<RegisteredDocument> {
    const { fields = {}, name = "document.pdf", instead } = issuing
    return registerDocument(this.client, {
      ...{ file, name, title, fields, secret: this.secret(), as: REGISTRAR, class: "diploma" },
      ...(instead !== undefined && {
        carry: (statement) => {
          const target = { handle: instead.handle, proof: null }
          const input = { target, statement, reason: "corrected" }
          return { command: "provenance.supersede", input }
        },
      }),
    })
  }

  run(command: string, input: Json, as = REGISTRAR, ...cosigners: string[]) {
    return call(this.client, { command, input, as, cosigners })
  }

  /** Revokes a document, or a whole statement. */
  revoke(target: { readonly item: Hash } | { readonly statement: Hash }, ...cosigners: string[]) {
    const named = "item" in target ? { item: { handle: target.item, proof: null } } : target
    const input = { target: named, reason: "issued_in_error", order: null }
    return this.run("provenance.revoke", input, REGISTRAR, ...cosigners)
  }

  /** What the ledger says of a document now. */
  latest({ organisation, handle }: RegisteredDocument) {
    return getDocumentEvidence(this.client, { organisation, handle }, { from: "1" })
  }

  /** Judges a file some time after the ledger's present, asking nobody. */
  judge(
    file: Uint8Array,
    {
      evidence,
      latest,
      after = 0,
    }: { evidence?: Uint8Array; latest?: Uint8Array; after?: number } = {},
  ): Promise<DocumentVerdict> {
    return verifyDocument({
      ...{ file, anchors: [this.anchor], now: this.live.now + after },
      ...(evidence !== undefined && { evidence }),
      ...(latest !== undefined && { latest }),
    })
  }
}
