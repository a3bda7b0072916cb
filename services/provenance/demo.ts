/**
 * A seeded story: a ministry defines the class `diploma` and registers four diplomas. One is in
 * good order, one is revoked, one was corrected and stands superseded by the fourth. Pure data: the
 * caller makes the files, signs the transactions, and hands in seal, secrets and times.
 */
import {
  encodeValue,
  fromHex,
  type Hash,
  hashOf,
  type Party,
  sha256,
  utf8,
} from "@concordat/kernel"
import { byPath, commit, type DocumentField, handleOf, leafOf } from "./commitment.ts"
import { type SealAlgorithm, STATEMENT_VERSION, sealed, toBeSealed } from "./statement.ts"

/** The class of the story. */
export const DEMO_CLASS = "diploma"

/** The office of the story, and its seal. */
export type DemoOffice = {
  readonly chain: string
  readonly organisation: Party
  readonly seal: {
    readonly key: Hash
    readonly algorithm: SealAlgorithm
    sign(message: Uint8Array): Uint8Array
  }
  /** The ledger's time, milliseconds of 1970. */
  readonly now: number
}

/** What stands on a diploma. */
export type DemoDiploma = {
  readonly name: string
  readonly fields: Readonly<Record<string, string | number>>
}

function diploma(name: string, holder: string, subject: string, grade: string): DemoDiploma {
  const title = `Diploma in ${subject}`
  return { name, fields: { title, "holder.name": holder, subject, grade, credits: 180 } }
}

/** The four diplomas, under the names that their files get. */
export const DEMO_DIPLOMAS = {
  valid: diploma("diploma-ada", "Ada Example", "Mathematics", "A"),
  revoked: diploma("diploma-ben", "Ben Sample", "Chemistry", "B"),
  superseded: diploma("diploma-cleo-draft", "Cleo Specimen", "History", "C"),
  corrected: diploma("diploma-cleo", "Cleo Specimen", "History", "A"),
} as const
export type DemoName = keyof typeof DEMO_DIPLOMAS

/** A file of the story, and the secret that is its own: 16 bytes. */
export type DemoFile = { readonly digest: Hash; readonly secret: Uint8Array }

/** One command of the story, and the role that whoever sends it must hold. */
export type DemoOperation = {
  readonly role: "provenance.class" | "provenance.issue" | "provenance.status"
  readonly command: string
  readonly input: Readonly<Record<string, unknown>>
}

/** A document of the story, ready for its evidence. */
export type DemoDocument = {
  readonly fields: readonly DocumentField[]
  readonly handle: Hash
  readonly statement: Uint8Array
}

/** One diploma of the story, committed and sealed. */
export function demoDocument(
  { chain, organisation, seal, now }: DemoOffice,
  { fields: given }: DemoDiploma,
  { digest, secret }: DemoFile,
): DemoDocument {
  const paths = Object.keys(given).sort((a, b) => (a < b ? -1 : 1))
  const others = paths.map((path) => ({ path, value: encodeValue(given[path]!) }))
  const file = { path: "file", value: encodeValue(fromHex(digest)) }
  const fields = [file, ...others].sort(byPath)
  const handle = handleOf(organisation, secret)
  const leaf = leafOf({ handle, commitment: commit(DEMO_CLASS, secret, fields), until: null })
  const { key, algorithm } = seal
  const issued = Math.floor(now / 1_000)
  const header = { key, algorithm, chain, issuer: organisation, names: handle, issued }
  const period = { from: now, until: null }
  const subject = { document: leaf }
  const payload = { version: STATEMENT_VERSION, class: DEMO_CLASS, subject, ...period }
  const statement = sealed(header, payload, seal.sign(toBeSealed(header, payload)))
  return { fields, handle, statement }
}

/** Defining the class: the first command of the story. */
export const DEMO_SET_CLASS: DemoOperation = {
  role: "provenance.class",
  command: "provenance.setClass",
  input: {
    class: DEMO_CLASS,
    title: "University diplomas",
    fields: hashOf(sha256(utf8("title, holder.name, subject, grade, credits"))),
    accreditation: null,
    approvals: 1,
    keep: 3_650,
    reasons: "shown",
    version: 1,
    open: true,
  },
}

/** The whole story in order, given a file and a secret for each diploma. */
export function demoStory(office: DemoOffice, files: Readonly<Record<DemoName, DemoFile>>) {
  const document = (name: DemoName) => demoDocument(office, DEMO_DIPLOMAS[name], files[name])
  const documents = {
    valid: document("valid"),
    revoked: document("revoked"),
    superseded: document("superseded"),
    corrected: document("corrected"),
  }
  const registered = [documents.valid, documents.revoked, documents.superseded]
  const item = ({ handle }: DemoDocument) => ({ handle, proof: null })
  const operations: readonly DemoOperation[] = [
    DEMO_SET_CLASS,
    ...registered.map(
      ({ statement }): DemoOperation => ({
        role: "provenance.issue",
        command: "provenance.register",
        input: { statement },
      }),
    ),
    {
      role: "provenance.status",
      command: "provenance.revoke",
      input: { target: { item: item(documents.revoked) }, reason: "issued_in_error", order: null },
    },
    {
      role: "provenance.status",
      command: "provenance.supersede",
      input: {
        target: item(documents.superseded),
        statement: documents.corrected.statement,
        reason: "corrected",
      },
    },
  ]
  return { operations, documents }
}
