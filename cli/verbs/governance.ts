/** What the members decide about, and the upgrade that is planned: questions without a command. */
import type { Json, JsonObject } from "@concordat/kernel"
import { type Client, getRow, listRows, SdkError } from "@concordat/sdk"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { type Answer, columns } from "../output.ts"

const PAGE = 200
/** States in which nothing is decided for good yet. */
const LIVE = ["open", "accepted"]

/** All rows of a table of governance. */
async function rowsOf(
  client: Client,
  table: string,
  filter: Readonly<Record<string, string>> = {},
) {
  const rows: { readonly key: JsonObject; readonly value: JsonObject }[] = []
  let after: string | undefined
  for (;;) {
    const page = await listRows(client, "governance", table, { ...filter, limit: PAGE, after })
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
}

type Named = Awaited<ReturnType<typeof rowsOf>>[number]

async function told(client: Client, { key, value }: Named): Promise<JsonObject> {
  const proposal = String(key["proposal"])
  const given = await rowsOf(client, "ballots", { proposal })
  const voted = new Set(given.map((ballot) => String(ballot.key["organisation"])))
  const electorate = value["electorate"] as readonly string[]
  const { title, state, class: of, tally, due, closes, proposer } = value
  const missing = electorate.filter((member) => !voted.has(member))
  return {
    ...{ proposal, title: title!, state: state!, class: of!, proposer: proposer!, tally: tally! },
    ...{ due: due ?? null, closes: closes!, missing },
  }
}

function proposalLines(one: JsonObject): string[] {
  const { yes, no, abstain, veto } = one["tally"] as Record<string, number>
  const missing = one["missing"] as readonly string[]
  const live = LIVE.includes(String(one["state"]))
  const ends = one["due"] === null ? ["votes until", one["closes"]] : ["due", one["due"]]
  return [
    `${String(one["title"])} (class ${String(one["class"]).toUpperCase()}, ${one["state"]})`,
    ...columns([
      ["  proposal", String(one["proposal"])],
      ["  ballots", `${yes} yes, ${no} no, ${abstain} abstentions, ${veto} vetoes`],
      ...(live ? [[`  ${ends[0]}`, String(ends[1])] as const] : []),
      ...(live && missing.length > 0 ? [["  not yet", missing.join(", ")] as const] : []),
    ]),
  ]
}

/** Proposals that are open or accepted; all of them by `--all`. */
export async function proposalsVerb(
  environment: Environment,
  flags: Common & { readonly all?: boolean },
): Promise<Answer> {
  const client = connect(environment, flags)
  const rows = await rowsOf(client, "proposals")
  const shown = flags.all ? rows : rows.filter(({ value }) => LIVE.includes(String(value["state"])))
  const proposals = await Promise.all(shown.map((row) => told(client, row)))
  const lines = proposals.flatMap(proposalLines)
  return {
    lines: lines.length === 0 ? ["Nothing is being decided."] : lines,
    json: { proposals } as Json,
  }
}

/** The only row of a table, or null. */
async function only(client: Client, service: string, table: string): Promise<JsonObject | null> {
  try {
    return (await getRow(client, service, table, [])).row?.value ?? null
  } catch (failure) {
    if (failure instanceof SdkError && failure.status === 404) return null
    throw failure
  }
}

/** Who is ready for the planned upgrade, with how much power. */
export async function upgradeStatusVerb(environment: Environment, flags: Common): Promise<Answer> {
  const client = connect(environment, flags)
  const plan = await only(client, "governance", "upgradePlan")
  if (plan === null) return { lines: ["No upgrade is planned."], json: { plan: null, ready: [] } }
  const digests = (plan["artifacts"] as readonly JsonObject[]).map(({ sha256 }) => String(sha256))
  const signals = new Map(
    (await rowsOf(client, "readiness"))
      .filter(({ value }) => value["name"] === plan["name"])
      .filter(({ value }) => digests.includes(String(value["sha256"])))
      .map(({ key }) => [String(key["organisation"]), true]),
  )
  const { rows } = await listRows(client, "validators", "power", { limit: PAGE })
  const ready = rows.map(({ key, value }) => {
    const organisation = String(key["organisation"])
    return { organisation, power: String(value["power"]), ready: signals.has(organisation) }
  })
  const sum = (list: typeof ready) => list.reduce((all, { power }) => all + BigInt(power), 0n)
  const [have, of] = [sum(ready.filter((one) => one.ready)), sum(ready)]
  const enough = 3n * have > 2n * of
  return {
    lines: [
      `${plan["name"]} at block ${plan["height"]}: ${have} of ${of} power is ready, ` +
        `${enough ? "enough" : "more than two thirds must be"}.`,
      ...columns(
        ready.map((one) => [one.organisation, `${one.power}  ${one.ready ? "ready" : "not yet"}`]),
      ),
    ],
    json: { plan, ready, have: String(have), of: String(of), enough },
  }
}
