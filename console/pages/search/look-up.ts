/** Whether the ledger has what a search may mean, and where its page is. */
import {
  type Client,
  getBlock,
  getEvent,
  getReadModel,
  getRow,
  getTransaction,
  queryRows,
  SdkError,
  searchRows,
  writeSegment,
} from "@concordat/sdk"
import type { KnownService } from "../../components/ledger.tsx"
import { rowPath, type TablePlace, tablePath } from "../../components/row-path.ts"
import type { Guess } from "./classify.ts"

/** The page of a guess. */
export function guessPath(guess: Guess): string {
  switch (guess.kind) {
    case "block":
      return `/blocks/${guess.height}`
    case "event":
      return `/events/${guess.position}`
    case "transaction":
      return `/transactions/${guess.id}`
    case "row":
      return rowPath(guess.place, guess.key)
    case "part":
      return `${tablePath(guess.place)}?${guess.field}=${guess.of}`
    case "organisation":
    case "principal":
      return `/organisations/${guess.key.map(writeSegment).join("/")}`
    case "service":
      return `/services/${guess.name}`
    case "command":
      return `/services/${guess.service}/commands/${guess.name}`
    case "table":
      return tablePath({ service: guess.service, table: guess.name })
    case "code":
      return `/codes/${guess.code}`
  }
}

/** What the ledger has of a guess; a name of this build needs no question. */
async function ask(client: Client, guess: Guess): Promise<readonly Guess[]> {
  switch (guess.kind) {
    case "block":
      await getBlock(client, guess.height)
      return [guess]
    case "event":
      await getEvent(client, guess.position)
      return [guess]
    case "transaction":
      await getTransaction(client, guess.id)
      return [guess]
    case "row":
      await getRow(client, guess.place.service, guess.place.table, guess.key)
      return [guess]
    case "part":
      return [] // The read model knows it: `found`.
    case "organisation":
    case "principal":
      await getRow(client, REGISTER, `${guess.kind}s`, guess.key)
      return [guess]
    default:
      return [guess]
  }
}

const REGISTER = "organisations"
/** Rows under one name. */
const SHOWN = 20

/** Rows of a table that the read model finds. */
async function rowsOf(
  client: Client,
  place: TablePlace,
  filter: Readonly<Record<string, string>>,
): Promise<readonly Guess[]> {
  const { service, table } = place
  const { rows } = await queryRows(client, service, table, { ...filter, limit: SHOWN })
  return rows.map(({ key }) => guessOf(place, Object.values(key).map(String)))
}

/** A row as what it is called: parties have pages of their own. */
function guessOf(place: TablePlace, key: readonly string[]): Guess {
  const kind = PARTIES[`${place.service}/${place.table}`]
  return kind === undefined ? { kind: "row", place, key } : { kind, key }
}

const PARTIES: Readonly<Record<string, "organisation" | "principal">> = {
  "organisations/organisations": "organisation",
  "organisations/principals": "principal",
}

/** The name of a function, without its organisation: 2..31 characters. */
const FUNCTION = /^[a-z0-9][a-z0-9-]{1,30}$/

/** What the read model finds of words: functions of this name, and rows whose texts hold them. */
async function worded(client: Client, text: string): Promise<readonly Guess[]> {
  const principals = FUNCTION.test(text)
    ? await rowsOf(client, { service: REGISTER, table: "principals" }, { name: text })
    : []
  const { items } = await searchRows(client, text)
  const rows = items.map(({ service, table, key }) =>
    guessOf({ service, table }, Object.values(key).map(String)),
  )
  return [...principals, ...rows]
}

/** What services read in a text: the number of an account. */
async function readBy(services: readonly KnownService[], text: string): Promise<readonly Guess[]> {
  const all = services.map(async ({ definition: { name: service }, finds }): Promise<Guess[]> => {
    const row = await finds?.(text)
    if (row == null) return []
    return [{ kind: "row", place: { service, table: row.table }, key: row.key }]
  })
  return (await Promise.all(all)).flat()
}

/** Refused as never to be there: by the ledger, or as no such form. */
function isAbsence(failure: unknown): boolean {
  return failure instanceof SdkError && (failure.status === 404 || failure.status === 400)
}

async function orNothing(asked: Promise<readonly Guess[]>): Promise<readonly Guess[]> {
  try {
    return await asked
  } catch (failure) {
    if (isAbsence(failure)) return []
    throw failure
  }
}

/** The same page twice is one. */
const told = (guesses: readonly Guess[]): readonly Guess[] => [
  ...new Map(guesses.map((guess) => [guessPath(guess), guess])).values(),
]

/** What only the read model finds: by words, or by one field of a key. */
async function found(client: Client, text: string, guesses: readonly Guess[]) {
  const { state } = await getReadModel(client)
  if (state === "off") return []
  if (isWords(guesses)) return worded(client, text)
  const parts = guesses.map((guess) =>
    guess.kind === "part" ? rowsOf(client, guess.place, { [guess.field]: guess.of }) : [],
  )
  return (await Promise.all(parts)).flat()
}

/**
 * What the ledger has of a text and of the guesses that its form allows. The read model is asked
 * for words, and for a digest that is nothing else: a question may have to wait until it starts.
 * Throws what is no answer, as `node_unreachable`.
 */
export async function lookUp(
  client: Client,
  services: readonly KnownService[],
  text: string,
  guesses: readonly Guess[],
): Promise<readonly Guess[]> {
  const read = await readBy(services, text)
  const known = await Promise.all([...read, ...guesses].map((one) => orNothing(ask(client, one))))
  const hits = known.flat()
  if (!isWords(guesses) && (hits.length > 0 || !guesses.some(({ kind }) => kind === "part"))) {
    return told(hits)
  }
  try {
    return told([...hits, ...(await found(client, text, guesses))])
  } catch (failure) {
    // A read model that is being made knows no words yet: what else was found is told.
    const isBehind = failure instanceof SdkError && failure.code === "read_model_behind"
    if (isBehind && hits.length > 0) return told(hits)
    throw failure
  }
}

/** Neither a figure nor a digest. */
function isWords(guesses: readonly Guess[]): boolean {
  return guesses.every(({ kind }) => !["block", "transaction", "row", "part"].includes(kind))
}
