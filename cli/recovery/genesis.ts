/**
 * `concordat recovery genesis`: the genesis of the ledger that goes on, and the record that leads
 * verifiers to it, of the manifest and the members' signatures. Everybody who has these files makes
 * the same genesis.
 */
import { resolve } from "node:path"
import {
  ConcordatError,
  defineRuntime,
  jsonText,
  readGenesis,
  recoveryGenesis,
  utf8,
} from "@concordat/kernel"
import { readStopped, services } from "@concordat/node"
import type { Common, Environment } from "../environment.ts"
import { readInput, writeOutput } from "../files.ts"
import { nodeFile, placesOf, type Variables } from "../node/file.ts"
import type { Answer } from "../output.ts"
import { judged, manifestOf, readRecord, refusedRecord, writeRecord } from "./record.ts"

export type GenesisFlags = Common & {
  readonly config: string
  readonly evidence?: readonly string[]
  readonly out?: string
}

/** Writes genesis and record. Evidence of a later block, or too few signatures, end it. */
export async function recoveryGenesisVerb(
  environment: Environment,
  file: string,
  answers: readonly string[],
  flags: GenesisFlags,
  variables: Variables,
): Promise<Answer> {
  const unsigned = await readRecord(environment, file)
  const manifest = manifestOf(unsigned, file)
  const read = (name: string) => readInput(environment, name)
  const endorsements = [...unsigned.endorsements, ...(await Promise.all(answers.map(read)))]
  const record = { ...unsigned, endorsements }
  const others = await Promise.all((flags.evidence ?? []).map(read))
  const verdict = await judged(environment, record, others)
  if (!verdict.valid) return refusedRecord(verdict)
  const { data } = placesOf(nodeFile(resolve(environment.cwd, flags.config), variables))
  const runtime = defineRuntime(services)
  const left = await readStopped(data, runtime, ({ view: _, ...rest }) => rest)
  if (left.appHash !== manifest.app) {
    const reason = `This node's state gives ${left.appHash}; the manifest names ${manifest.app}.`
    throw new ConcordatError("root_mismatch", reason, {
      hint: "Make it at a node that stands at the manifest's height.",
      details: { found: left.appHash, expected: manifest.app },
    })
  }
  const text = `${jsonText(recoveryGenesis(runtime, { manifest, endorsements }, left))}\n`
  const { digest } = readGenesis(runtime, text)
  const { successor } = manifest
  const genesis = await writeOutput(environment, flags.out ?? `${successor}.json`, utf8(text))
  const kept = await writeRecord(environment, `${successor}.recovery`, record)
  return {
    lines: [
      ...verdict.steps.map(({ sentence }) => sentence),
      `${genesis} begins ${successor}. Digest ${digest}`,
      `${kept} leads verifiers from ${manifest.chain} to it: publish it.`,
      `Next, at every survivor: concordat recovery begin ${genesis}`,
    ],
    json: { chain: successor, digest, genesis, record: kept, by: [...verdict.by] },
  }
}
