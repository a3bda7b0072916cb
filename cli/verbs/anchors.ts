/** `concordat anchors list` and `add`: which ledgers are trusted here, and since which block. */
import {
  type Anchor,
  anchorKind,
  decodeAnchor,
  Invalid,
  type Json,
  parseJson,
} from "@concordat/kernel"
import { allAnchors, keepAnchor } from "../anchors.ts"
import type { Environment } from "../environment.ts"
import { readInput } from "../files.ts"
import type { Answer } from "../output.ts"

function line({ chain, height, profile, header }: Anchor): string {
  return `${chain}  block ${height}  ${profile}  ${header}`
}

/** All anchors, by ledger and height. */
export async function listAnchors(environment: Environment): Promise<Answer> {
  const anchors = await allAnchors(environment)
  const none = ["No ledger is trusted here yet. `concordat status` meets one."]
  return {
    lines: anchors.length === 0 ? none : anchors.map(line),
    json: anchors.map((anchor) => anchorKind.toJson(anchor)) as Json,
  }
}

/** An anchor from a file, in its JSON or its canonical form. */
export async function readAnchor(environment: Environment, file: string): Promise<Anchor> {
  const bytes = await readInput(environment, file)
  try {
    return bytes[0] === 0x7b ? anchorKind.fromJson(parseJson(bytes)) : decodeAnchor(bytes)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid("record_malformed", error.path, `${file} is no anchor. ${error.message}`)
  }
}

/** By what evidence is judged: the anchor in the file that `--anchor` names, else all at hand. */
export async function anchorsFor(
  environment: Environment,
  file: string | undefined,
): Promise<readonly Anchor[]> {
  return file === undefined ? allAnchors(environment) : [await readAnchor(environment, file)]
}

/** Trusts the anchor that a file holds. */
export async function addAnchor(environment: Environment, file: string): Promise<Answer> {
  const anchor = await readAnchor(environment, file)
  await keepAnchor(environment, anchor)
  return { lines: [`Trusted from now on: ${line(anchor)}`], json: anchorKind.toJson(anchor) }
}
