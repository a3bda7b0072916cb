/** Authorities of the seeded story: each command by who may send it. */
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type JsonObject, jsonText, type Party, sha256Hex, utf8 } from "@concordat/kernel"
import { type Client, call, listRows } from "@concordat/sdk"
import {
  DEMO_AUDITOR,
  DEMO_INSPECTORS,
  DEMO_TELLERS,
  demoAdministrators,
} from "@concordat/services/organisations/demo"
import { CASE_SALT_BYTES, caseOpening, commitCase } from "@concordat/services/oversight"
import { demoOversight } from "@concordat/services/oversight/demo"

type Watching = {
  readonly client: Client
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of 1970. */
  readonly now: number
  /** Folder of the story. */
  readonly folder: string
}

/** The bank's administrator answers for it. */
const bank = `${DEMO_TELLERS[0]!.split("/")[0]}/administrator-1` as Party

/** Tells it once a ledger, and leaves the openings of its cases in the folder. */
export async function tellOversight({ client, random, now, folder }: Watching): Promise<void> {
  const { rows } = await listRows(client, "oversight", "orders", { limit: 1 })
  if (rows.length > 0) return
  const cases = new Map(
    ["S-2026-14", "S-2026-20", "A-2026-3"].map((number) => {
      return [number, { salt: random(CASE_SALT_BYTES), case: number }] as const
    }),
  )
  await mkdir(folder, { recursive: true })
  for (const [number, opening] of cases) {
    await writeFile(join(folder, `${number}.opening`), jsonText(caseOpening.toJson(opening)))
  }
  const story = demoOversight({
    ...{ inspectors: DEMO_INSPECTORS as [Party, Party], auditor: DEMO_AUDITOR, bank, now },
    ...{ office: demoAdministrators()[0]!, caseFile: (name) => commitCase(cases.get(name)!) },
    handedOver: sha256Hex(utf8("copies of four diplomas")),
  })
  for (const { who, with: cosigners = [], command, input } of story) {
    await call(client, { command, input: input as JsonObject, as: who, cosigners })
  }
}
