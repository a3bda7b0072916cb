/**
 * Judges what a person dropped on the verify page, without a network: tells documents, evidence and
 * anchors apart by their bytes, and asks the sdk for the verdict. Runs in a worker.
 */
import {
  type Anchor,
  anchorKind,
  decodeAnchor,
  fromBase64url,
  Invalid,
  type Json,
  parseJson,
  sha256,
  toHex,
  type Verdict,
  verifyBundle,
} from "@concordat/kernel"
import {
  type DocumentVerdict,
  findEvidence,
  kindOfEvidence,
  verifyDocument,
} from "@concordat/sdk/document"

/** A file in memory. */
export type Dropped = { readonly name: string; readonly bytes: Uint8Array }

/** What a file is. */
type Part =
  | { readonly part: "anchor"; readonly anchor: Json }
  | { readonly part: "evidence" | "bundle" | "document" }

/** The outcome of a drop. Anchors are in their JSON form, as they are kept. */
export type Judgement = {
  /** Anchors that were among the files. */
  readonly anchors: readonly Json[]
  readonly subject: Subject | null
}

/** What was judged. `waiting`: evidence of a document whose file is not here yet. */
export type Subject =
  | {
      readonly kind: "document"
      readonly file: FileFacts
      readonly verdict: DocumentVerdict
      /** The evidence that was found in or beside the file, for saving. */
      readonly evidence: Uint8Array | null
    }
  | { readonly kind: "bundle"; readonly file: FileFacts; readonly verdict: Verdict }
  | { readonly kind: "waiting"; readonly file: FileFacts }

export type FileFacts = {
  readonly name: string
  readonly bytes: number
  /** SHA-256, hex. */
  readonly digest: string
}

const BRACE = 0x7b

function partOf(bytes: Uint8Array): Part {
  const anchor = anchorIn(bytes)
  if (anchor !== null) return { part: "anchor", anchor: anchorKind.toJson(anchor) }
  if (bytes[0] === BRACE && claimsIn(bytes)) return { part: "bundle" }
  const kind = kindOfEvidence(bytes)
  if (kind === "bundle") return { part: "bundle" }
  return { part: kind === "document" ? "evidence" : "document" }
}

/** What `read` gives, or null for bytes that are of another form. */
function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (failure) {
    if (failure instanceof Invalid) return null
    throw failure
  }
}

function anchorIn(bytes: Uint8Array): Anchor | null {
  return orNull(() =>
    bytes[0] === BRACE ? anchorKind.fromJson(parseJson(bytes)) : decodeAnchor(bytes),
  )
}

function claimsIn(bytes: Uint8Array): boolean {
  const json = orNull(() => parseJson(bytes, { anyForm: true }))
  return json !== null && typeof json === "object" && Object.hasOwn(json, "claims")
}

function factsOf({ name, bytes }: Dropped): FileFacts {
  return { name, bytes: bytes.length, digest: toHex(sha256(bytes)) }
}

/** Kept anchors that can be read; one that cannot is of no use, and harms nobody. */
function readable(anchors: readonly Json[]): Anchor[] {
  return anchors.flatMap((anchor) => orNull(() => anchorKind.fromJson(anchor)) ?? [])
}

/** What files are judged by. */
export type Means = {
  /** Anchors that this browser keeps. */
  readonly kept: readonly Json[]
  /** Milliseconds of 1970. */
  readonly now: number
  /** A bundle about the document's standing that the ledger was asked for, base64url. */
  readonly latest: string | null
}

/** The verdict on what was dropped, by the anchors kept and those among the files. */
export async function judgeFiles(
  files: readonly Dropped[],
  { kept, now, latest }: Means,
): Promise<Judgement> {
  const sorted = files.map((file) => ({ file, ...partOf(file.bytes) }))
  const found = sorted.flatMap((one) => (one.part === "anchor" ? [one.anchor] : []))
  const anchors = readable([...kept, ...found])
  const first = (part: Part["part"]) => sorted.find((one) => one.part === part)?.file
  const parts = { document: first("document"), beside: first("evidence"), bundle: first("bundle") }
  const asked = latest === null ? null : orNull(() => fromBase64url(latest))
  const subject = await subjectOf(parts, { anchors, now, latest: asked ?? parts.bundle?.bytes })
  return { anchors: found, subject }
}

type Parts = Readonly<Record<"document" | "beside" | "bundle", Dropped | undefined>>

type Judging = {
  readonly anchors: readonly Anchor[]
  readonly now: number
  readonly latest: Uint8Array | undefined
}

async function subjectOf(
  { document, beside, bundle }: Parts,
  { anchors, now, latest }: Judging,
): Promise<Subject | null> {
  if (document !== undefined) {
    const verdict = await verifyDocument({
      ...{ file: document.bytes, anchors, now },
      ...(beside === undefined ? {} : { evidence: beside.bytes }),
      ...(latest === undefined ? {} : { latest }),
    })
    const saved = beside?.bytes ?? findEvidence(document.bytes).at(-1)?.evidence ?? null
    return { kind: "document", file: factsOf(document), verdict, evidence: saved }
  }
  if (bundle !== undefined) {
    const verdict = verifyBundle(bundle.bytes, anchors, { now })
    return { kind: "bundle", file: factsOf(bundle), verdict }
  }
  return beside === undefined ? null : { kind: "waiting", file: factsOf(beside) }
}
