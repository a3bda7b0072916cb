/** What everybody should know of what is stopped or ahead, and what waits for somebody. */
import {
  type Attention,
  absolute,
  type Notice,
  plainText,
  rowPath,
  spaced,
  type Task,
  visible,
} from "@concordat/console/components"
import { getInbox, getStanding, type StandingAnswer, type TaskAnswer } from "@concordat/sdk"
import { freezePath, proposalPath, SIGNAL_READY } from "./paths.ts"
import { scopeWords } from "./scope-words.ts"
import { tell } from "./tell.ts"

const DAY_MS = 86_400_000
/** An upgrade is told of everywhere when it is so many blocks away. */
const UPGRADE_NEAR = 10_000n
/** Scopes that are named; of others their number is told. */
const SCOPES_NAMED = 3
/** Days before a key ends at which it is told more urgently. */
const [KEY_DAYS, KEY_DAYS_SOON, KEY_DAYS_NOW] = [60, 30, 7]
/** Ballots are urgent in their last days. */
const BALLOT_DAYS_SOON = 2

/** What is stopped, at the service's own pages: parties and their rows are the register's. */
const DECISIONS = "/services/governance/decisions"
const row = (table: string, key: string) => rowPath({ service: "governance", table }, [key])

/** The two questions. */
export const attention: Attention = {
  notices: async (client) => noticesOf(await getStanding(client)),
  async tasks(client, me) {
    const { tasks, left, time } = await getInbox(client, me)
    const told = tasks.map((task) => taskOf(task, Date.parse(time)))
    return left === 0 ? told : [...told, moreTask(left)]
  },
}

function noticesOf({ frozen, off, upgrade, recovery, height }: StandingAnswer): Notice[] {
  const stopped = [...frozen.map(frozenNotice), ...off.map(offNotice)]
  const left = stopped.length - SCOPES_NAMED
  const more: Notice = {
    ...{ id: "more", tone: "negative", words: tell("notice.more", { count: left }), until: null },
    ...{ to: DECISIONS, link: tell("notice.all") },
  }
  const near = upgrade !== null && BigInt(upgrade.height) - BigInt(height) <= UPGRADE_NEAR
  return [
    ...(recovery === null ? [] : [recoveryNotice(recovery)]),
    ...stopped.slice(0, SCOPES_NAMED),
    ...(left > 0 ? [more] : []),
    ...(near ? [upgradeNotice(upgrade)] : []),
  ]
}

function frozenNotice({ scope, by, reason, until }: StandingAnswer["frozen"][number]): Notice {
  const ends = Date.parse(until)
  const why = { scope: scopeWords(scope), reason: visible(reason), until: absolute(ends) }
  const [one, other] = by
  const words =
    one === undefined
      ? tell("notice.frozenByVote", why)
      : tell("notice.frozen", { ...why, one, other: other ?? one })
  const to = freezePath(scope)
  return {
    id: `frozen ${scope}`,
    tone: "negative",
    words,
    until: ends,
    to,
    link: tell("notice.see"),
  }
}

function offNotice(module: string): Notice {
  return {
    ...{ id: `off ${module}`, tone: "negative", words: tell("notice.off", { module }) },
    ...{ until: null, to: row("modules", module), link: tell("notice.see") },
  }
}

type Upgrade = NonNullable<StandingAnswer["upgrade"]>

/** Nothing in its words changes by the block: they are read out whenever they do. */
function upgradeNotice({ name, height, have, of, proposal }: Upgrade): Notice {
  const said = { name, height: plainText(BigInt(height)), have, of }
  return {
    ...{ id: `upgrade ${name}`, tone: "caution", words: tell("notice.upgrade", said) },
    ...{ until: null, to: proposalPath(proposal), link: tell("notice.decision") },
  }
}

function recoveryNotice(recovery: NonNullable<StandingAnswer["recovery"]>): Notice {
  const { number, oldChain, height } = recovery
  const words = tell("notice.recovery", { oldChain, height: plainText(BigInt(height)) })
  const to = row("recoveries", String(number))
  return { id: "recovery", tone: "negative", words, until: null, to, link: tell("notice.see") }
}

/** What waits besides and is not told one by one. */
function moreTask(count: number): Task {
  const said = { id: "more", kind: tell("task.more"), words: tell("task.moreOf", { count }) }
  return { ...said, to: DECISIONS, by: null, tone: "unknown" }
}

/** One thing that waits, in words, with where it is done. */
function taskOf({ by, what }: TaskAnswer, now: number): Task {
  const ends = by === null ? null : Date.parse(by)
  const days = ends === null ? Infinity : (ends - now) / DAY_MS
  const said = { by: ends, tone: days <= BALLOT_DAYS_SOON ? "caution" : "unknown" } as const
  const { vote, execute, closing, key, ready, activate } = what
  if (vote !== undefined) return proposalTask("vote", vote, said)
  if (execute !== undefined) return proposalTask("execute", execute, { ...said, tone: "positive" })
  if (closing !== undefined) return proposalTask("closing", closing, said)
  if (key !== undefined) return keyTask(key, ends, days)
  if (ready !== undefined) {
    const { name, height } = ready
    const words = tell("task.readyFor", { name, height: plainText(BigInt(height)) })
    const kind = tell("task.ready")
    return { ...said, id: `ready ${name}`, kind, words, to: SIGNAL_READY, tone: "caution" }
  }
  const { organisation = "" } = activate ?? {}
  const words = tell("task.invited", { organisation })
  const to = "/services/organisations/commands/activate"
  return { ...said, id: "activate", kind: tell("task.activate"), words, to }
}

type Named = { readonly proposal: string; readonly title: string }

function proposalTask(
  what: "vote" | "execute" | "closing",
  { proposal, title }: Named,
  said: Pick<Task, "by" | "tone">,
): Task {
  const id = `${what} ${proposal}`
  return { ...said, id, kind: tell(`task.${what}`), words: title, to: proposalPath(proposal) }
}

function keyTask(
  { key, holder, purpose }: NonNullable<TaskAnswer["what"]["key"]>,
  by: number | null,
  days: number,
): Task {
  const within = [KEY_DAYS_NOW, KEY_DAYS_SOON].find((bound) => days <= bound) ?? KEY_DAYS
  const tone =
    within === KEY_DAYS_NOW ? "negative" : within === KEY_DAYS_SOON ? "caution" : "unknown"
  return {
    ...{ id: `key ${key}`, by, tone, kind: tell("task.key", { days: within }) },
    words: tell("task.keyOf", { purpose: spaced(purpose), holder }),
    to: rowPath({ service: "organisations", table: "keys" }, [key]),
  }
}
