/**
 * The seeded story, told through the same gateway that everybody uses: the class is defined, four
 * diplomas are registered, one is revoked, one is replaced, a vote is under way, money goes from a
 * central bank to a merchant, and authorities look at some of it. The files, with their evidence
 * inside, are left in a folder to try things on.
 */
import { mkdir, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Hash } from "@concordat/kernel"
import {
  type Client,
  call,
  getDevelopment,
  getRow,
  listRows,
  registerDocument,
  SdkError,
} from "@concordat/sdk"
import { governanceService, proposalId } from "@concordat/services/governance"
import { DEMO_PROPOSAL } from "@concordat/services/governance/demo"
import {
  DEMO_AUDITOR,
  DEMO_ISSUER,
  demoAdministrators,
} from "@concordat/services/organisations/demo"
import { provenanceService } from "@concordat/services/provenance"
import {
  DEMO_CLASS,
  DEMO_DIPLOMAS,
  DEMO_SET_CLASS,
  type DemoDiploma,
} from "@concordat/services/provenance/demo"
import { diplomaPdf } from "./diploma.ts"
import { tellOversight } from "./oversight.ts"
import { tellPayments } from "./payments.ts"

const SECRET_BYTES = 16

type Telling = {
  readonly client: Client
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of 1970, for the papers. */
  readonly now: number
  /** Folder for the files; it is made. */
  readonly folder: string
}

/** Whether the class of the diplomas is there. */
async function isClassSet(client: Client): Promise<boolean> {
  try {
    await getRow(client, "provenance", "classes", [DEMO_CLASS])
    return true
  } catch (error) {
    if (error instanceof SdkError && error.status === 404) return false
    throw error
  }
}

async function setClass(client: Client): Promise<void> {
  const { input: kind } = provenanceService.commands.setClass
  const input = kind.toJson(kind.check(DEMO_SET_CLASS.input))
  await call(client, { command: "provenance.setClass", input })
}

/** Registers one diploma, perhaps in the place of another, and leaves its file. */
async function issue(
  { client, random, now, folder }: Telling,
  diploma: DemoDiploma,
  replacing?: string,
): Promise<string> {
  const file = await diplomaPdf(diploma, now)
  const { title, ...fields } = diploma.fields
  const done = await registerDocument(client, {
    ...{ file, name: `${diploma.name}.pdf`, title: String(title), fields },
    secret: random(SECRET_BYTES),
    ...(replacing === undefined
      ? {}
      : {
          carry: (statement) => ({
            command: "provenance.supersede",
            input: { target: { handle: replacing, proof: null }, statement, reason: "corrected" },
          }),
        }),
  })
  await writeFile(join(folder, `${diploma.name}.pdf`), done.file)
  return done.handle
}

/** A vote that is under way: whoever opens the console as another administrator is asked. */
async function propose(client: Client): Promise<void> {
  const { rows } = await listRows(client, "governance", "proposals", { limit: 1 })
  if (rows.length > 0) return
  const { input: kind } = governanceService.commands.propose
  const input = kind.toJson(kind.check(DEMO_PROPOSAL))
  const as = demoAdministrators()[0]!
  const made = await call(client, { command: "governance.propose", input, as })
  const ballot = { proposal: proposalId(made.transaction as Hash, 0), choice: "yes", reason: null }
  await call(client, { command: "governance.vote", input: ballot, as })
}

/** Tells the story, once a ledger; a telling that was cut short begins again. */
export async function tellStory(telling: Telling): Promise<void> {
  const { client, folder } = telling
  const last = join(folder, `${DEMO_DIPLOMAS.corrected.name}.pdf`)
  if ((await stat(last).catch(() => null)) !== null) return
  await mkdir(folder, { recursive: true })
  if (!(await isClassSet(client))) await setClass(client)

  await issue(telling, DEMO_DIPLOMAS.valid)
  const revoked = await issue(telling, DEMO_DIPLOMAS.revoked)
  const target = { item: { handle: revoked, proof: null } }
  await call(client, {
    command: "provenance.revoke",
    input: { target, reason: "issued_in_error", order: null },
  })
  await propose(client)
  // A network has validators' organisations and no banks.
  const { principals } = await getDevelopment(client)
  if (principals.includes(DEMO_ISSUER)) await tellPayments(telling)
  if (principals.includes(DEMO_AUDITOR)) await tellOversight(telling)
  const draft = await issue(telling, DEMO_DIPLOMAS.superseded)
  await issue(telling, DEMO_DIPLOMAS.corrected, draft)
}
