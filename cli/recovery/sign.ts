/**
 * `concordat recovery sign`: a member's signature under a manifest, by its recovery key, which lies
 * apart from all others. Where the member has a node of its own, what it is to sign is first
 * compared with what that node holds. Asks no network.
 */
import { resolve } from "node:path"
import {
  ConcordatError,
  defineRuntime,
  endorse,
  type Hash,
  type RecoveryManifest,
  toHex,
} from "@concordat/kernel"
import { readStopped, services, writeSnapshotOf } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { UsageError } from "../failure.ts"
import { writeOutput } from "../files.ts"
import { type KeystoreFlags, keystoreFolder, keystoreOf } from "../keystore.ts"
import { nodeFile, placesOf, type Variables } from "../node/file.ts"
import type { Answer } from "../output.ts"
import { manifestJson, manifestLines, manifestOf, readRecord } from "./record.ts"

export type SignFlags = Common &
  KeystoreFlags & {
    readonly config?: string
    readonly out?: string
    readonly yes?: boolean
  }

/** Refuses a manifest of another state than the one in a folder. */
async function compare(data: string, manifest: RecoveryManifest): Promise<void> {
  const left = await readStopped(data, defineRuntime(services), ({ view: _, ...rest }) => rest)
  const snapshot = toHex((await writeSnapshotOf(data)).hash)
  const due = { chain: left.chain, height: left.height, app: left.appHash, snapshot }
  for (const name of ["chain", "height", "app", "snapshot"] as const) {
    if (String(manifest[name]) === String(due[name])) continue
    const reason = `The manifest says ${name} ${manifest[name]}; this node has ${due[name]}.`
    throw new ConcordatError("root_mismatch", reason, {
      hint: "Do not sign. `concordat diff-state` finds where two nodes part.",
      details: { found: String(manifest[name]), expected: String(due[name]) },
    })
  }
}

async function confirm({ ask, err }: Environment, yes: boolean, lines: readonly string[]) {
  if (yes) return
  err(`${lines.join("\n")}\n`)
  if ((await ask?.("Sign that the ledger goes on like this?")) === true) return
  const hint = "Answer yes, or give --yes."
  throw new UsageError("confirmation_required", "Nothing was signed.", hint)
}

/** The recovery key of a keystore. */
async function recoveryKey(environment: Environment, flags: SignFlags) {
  const keystore = await keystoreOf(environment, flags)
  const folder = keystoreFolder(environment, flags)
  const key = keystore.list().find(({ purpose }) => purpose === "recovery")
  if (key !== undefined) return { key, keystore }
  const hint = "`concordat init` makes one in the folder recovery; others are of other purposes."
  throw new UsageError("key_purpose_mismatch", `${folder} holds no recovery key.`, hint)
}

/** Writes the signature. */
export async function signRecoveryVerb(
  environment: Environment,
  file: string,
  flags: SignFlags,
  variables: Variables,
): Promise<Answer> {
  const manifest = manifestOf(await readRecord(environment, file), file)
  const { config } = flags
  if (config !== undefined) {
    await compare(placesOf(nodeFile(resolve(environment.cwd, config), variables)).data, manifest)
  }
  const { key, keystore } = await recoveryKey(environment, flags)
  const lines = manifestLines(manifest)
  await confirm(environment, flags.yes === true, lines)
  const id: Hash = key.id
  const endorsement = endorse(manifest, key.public, (message) =>
    keystore.sign(id, "recovery", message),
  )
  const name = flags.out ?? `${file}.${id.slice(0, 8)}.endorsement`
  const path = await writeOutput(environment, name, endorsement)
  return {
    lines: [...lines, `Signed with ${id}. Send ${path} to whoever collects them.`],
    json: { manifest: manifestJson(manifest), key: id, file: path },
  }
}
