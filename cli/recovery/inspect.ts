/**
 * `concordat recovery inspect`: the last final block as a survivor knows it, with evidence of the
 * members and of the keys that may sign a recovery, while its node still answers.
 */
import { resolve } from "node:path"
import {
  decodeBundle,
  type Hash,
  hashOf,
  headerHash,
  thumbprint,
  timeText,
  verifyBundle,
} from "@concordat/kernel"
import { type Client, createClient, getRowEvidence, listRows, status } from "@concordat/sdk"
import { allAnchors, meetLedger } from "../anchors.ts"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { readMember } from "../node/members.ts"
import { type Answer, columns } from "../output.ts"
import { writeRecord } from "./record.ts"

const PAGE = 200

export type InspectFlags = Common & {
  readonly members?: readonly string[]
  readonly out?: string
}

/** Recovery keys that member files name: whoever may not read the register has these. */
function keysOfFiles({ cwd }: Environment, files: readonly string[]): Hash[] {
  return files
    .flatMap((file) => readMember(resolve(cwd, file)).keys)
    .filter(({ purpose }) => purpose === "recovery")
    .map(({ public: cose }) => thumbprint(cose))
}

/** Keys of purpose recovery that stand in the register. */
async function keysOfRegister(client: Client): Promise<Hash[]> {
  const found: Hash[] = []
  let after: string | undefined
  for (;;) {
    const page = await listRows(client, "organisations", "keys", { limit: PAGE, after })
    for (const { key, value } of page.rows) {
      if (value["purpose"] === "recovery" && value["status"] === "active") {
        found.push(String(key["key"]) as Hash)
      }
    }
    if (page.next === null) return found
    after = page.next
  }
}

/**
 * Evidence of members and keys, all by the header of the last block: of the state before it, as the
 * header of a later one may never come.
 */
async function evidenceOf(
  client: Client,
  height: string,
  from: string,
  keys: readonly Hash[],
): Promise<Uint8Array[]> {
  const at = String(BigInt(height) - 1n)
  const row = (table: string, key: readonly string[]) =>
    getRowEvidence(client, "organisations", table, key, from, at)
  const each = [await row("consortium", [])]
  for (const key of keys) each.push(await row("keys", [key]))
  return each
}

/** The anchors at hand; without any, the survivor's word at this first contact. */
async function anchorsOf(environment: Environment, client: Client, chain: string) {
  const held = async () => (await allAnchors(environment)).filter((one) => one.chain === chain)
  const before = await held()
  if (before.length > 0) return before
  await meetLedger(environment, client)
  return held()
}

/** Writes what a survivor knows, and tells of it. */
export async function inspectVerb(
  environment: Environment,
  { url, members: files, out }: InspectFlags,
): Promise<Answer> {
  const client = createClient({ ...environment, url })
  const { chain, height, appHash } = await status(client)
  const anchors = await anchorsOf(environment, client, chain)
  const heights = anchors.map((anchor) => anchor.height)
  const lowest = heights.reduce((least, each) => (each < least ? each : least))
  const named = files === undefined ? await keysOfRegister(client) : keysOfFiles(environment, files)
  const evidence = await evidenceOf(client, height, String(lowest), named)
  const [members] = evidence
  const verdict = verifyBundle(members!, anchors, { now: environment.now() })
  const { sentence } = verdict.steps.find(({ step, ok }) => !ok || step === "commit")!
  if (!verdict.valid) throw new UsageError(verdict.code!, sentence, "Ask another survivor.")
  const block = hashOf(headerHash(decodeBundle(members!).header))
  const record = { evidence, manifest: null, endorsements: [] }
  const path = await writeRecord(environment, out ?? `${chain}.recovery`, record)
  const keys = evidence.length - 1
  return {
    lines: [
      `${chain}, as ${url} knows it:`,
      ...columns([
        ["last final block", `${height}, ${block}`],
        ["of", timeText(verdict.time!)],
        ["signed", sentence],
        ["app hash after it", appHash],
        ["recovery keys", String(keys)],
      ]),
      `Written to ${path}. Next, once no survivor knows a later block: stop the node,`,
      "then `concordat recovery manifest` with the survivors' records.",
    ],
    json: {
      ...{ chain, height, block, appHash, grade: verdict.grade, keys, file: path },
      organisations: [...verdict.organisations],
    },
  }
}
