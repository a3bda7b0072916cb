/** What waits for somebody, what is stopped, and what a proposal would change: asked, not sent. */
import type { Json, JsonObject } from "@concordat/kernel"
import {
  getInbox,
  getOutlook,
  getRow,
  getStanding,
  listRows,
  type OutlookAnswer,
  type RowDifference,
  type StandingAnswer,
  type TaskAnswer,
} from "@concordat/sdk"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { type Answer, columns } from "../output.ts"

const ACTIONS_MAX = 16
/** States in which nothing is decided for good yet. */
const LIVE = ["open", "accepted"]

/** `governance inbox PARTY`: what waits for an organisation or one of its principals. */
export async function inboxVerb(
  environment: Environment,
  party: string,
  flags: Common,
): Promise<Answer> {
  const inbox = await getInbox(connect(environment, flags), party)
  const lines = inbox.tasks.flatMap(taskLines)
  const left = inbox.left === 0 ? [] : [`And ${inbox.left} more.`]
  return {
    lines: lines.length === 0 ? [`Nothing waits for ${party}.`] : [...lines, ...left],
    json: inbox as unknown as Json,
  }
}

function taskLines({ by, what }: TaskAnswer): string[] {
  const { vote, execute, closing, key, ready, activate } = what
  const until = by === null ? "" : `, until ${by}`
  const named = (words: string, { title, proposal }: { title: string; proposal: string }) => [
    `${words}: ${title}${until}`,
    `  proposal  ${proposal}`,
  ]
  if (vote !== undefined) return named("Vote", vote)
  if (execute !== undefined) return named("Carry it out", execute)
  if (closing !== undefined) return named(`${closing.missing} have not voted`, closing)
  if (key !== undefined) {
    return [`A key ends: ${key.purpose} of ${key.holder}${until}`, `  key  ${key.key}`]
  }
  if (ready !== undefined) return [`Say that you are ready: ${ready.name} at block ${ready.height}`]
  return [`Accept the invitation of ${activate?.organisation ?? "the members"}${until}`]
}

/** `governance stopped`: what is frozen, switched off, or ahead of all. */
export async function stoppedVerb(environment: Environment, flags: Common): Promise<Answer> {
  const standing = await getStanding(connect(environment, flags))
  const { frozen, off, upgrade, recovery } = standing
  const lines = [
    ...frozen.map(({ scope, reason, by, until }) => {
      const who = by.length === 0 ? "a vote" : by.join(" and ")
      return `${scope} is frozen until ${until} by ${who}: ${reason}`
    }),
    ...off.map((module) => `service:${module} is switched off by a vote`),
    ...(upgrade === null ? [] : [upgradeLine(upgrade)]),
    ...(recovery === null
      ? []
      : [`Recovery ${recovery.number}, from ${recovery.oldChain}, waits to be accepted`]),
  ]
  return {
    lines: lines.length === 0 ? ["Nothing is stopped, and nothing is ahead."] : lines,
    json: standing as unknown as Json,
  }
}

function upgradeLine({ name, height, have, of }: NonNullable<StandingAnswer["upgrade"]>) {
  return `${name} begins at block ${height}: ${have} of ${of} power is ready`
}

/** `governance show PROPOSAL`: its actions, and of a live one what it would change now. */
export async function showVerb(
  environment: Environment,
  proposal: string,
  flags: Common,
): Promise<Answer> {
  const client = connect(environment, flags)
  const { row } = await getRow(client, "governance", "proposals", [proposal])
  const { title, class: of, state } = row!.value
  const { rows } = await listRows(client, "governance", "actions", { proposal, limit: ACTIONS_MAX })
  const actions = rows.map(({ value }) => value["action"] as JsonObject)
  const outlook = LIVE.includes(String(state)) ? await getOutlook(client, proposal) : null
  return {
    lines: [
      `${String(title)} (class ${String(of).toUpperCase()}, ${String(state)})`,
      ...actions.map((action, at) => `  ${at + 1}. ${JSON.stringify(action)}`),
      ...(outlook === null ? [] : outlookLines(outlook)),
    ],
    json: { proposal, row: row!.value, actions, outlook: outlook as unknown as Json },
  }
}

function outlookLines({ refusal, rows, height }: OutlookAnswer): string[] {
  if (refusal !== null) return [`Carried out now it would fail: ${refusal.code}`]
  return [`Carried out now, after block ${height}, it would change:`, ...rows.flatMap(rowLines)]
}

function rowLines({ service, table, key, before, after }: RowDifference): string[] {
  const kind = before === null ? "new" : after === null ? "removed" : "changed"
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const told = (row: JsonObject | null, name: string) => JSON.stringify(row?.[name]) ?? "–"
  const changed = names.filter((name) => told(before, name) !== told(after, name))
  return [
    `  ${[`${service}/${table}`, ...Object.values(key).map(String)].join(" ")} (${kind})`,
    ...columns(
      changed.map((name) => [`    ${name}`, `${told(before, name)} → ${told(after, name)}`]),
    ),
  ]
}
