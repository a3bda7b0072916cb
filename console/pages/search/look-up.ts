/** Whether the ledger has what a search may mean, and where its page is. */
import {
  type Client,
  getBlock,
  getEvent,
  getRow,
  getTransaction,
  SdkError,
  writeSegment,
} from "@concordat/sdk"
import { rowPath, tablePath } from "../../components/row-path.ts"
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
      return rowPath(guess.place, [guess.key])
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

function ask(client: Client, guess: Guess): Promise<unknown> | null {
  switch (guess.kind) {
    case "block":
      return getBlock(client, guess.height)
    case "event":
      return getEvent(client, guess.position)
    case "transaction":
      return getTransaction(client, guess.id)
    case "row":
      return getRow(client, guess.place.service, guess.place.table, [guess.key])
    case "organisation":
    case "principal":
      return getRow(client, "organisations", `${guess.kind}s`, guess.key)
    default:
      return null
  }
}

/** Refused as never to be there: by the ledger, or as no such form. */
function isAbsence(failure: unknown): boolean {
  return failure instanceof SdkError && (failure.status === 404 || failure.status === 400)
}

/** The guesses that the ledger has. Throws what is no answer, as `node_unreachable`. */
export async function lookUp(client: Client, guesses: readonly Guess[]): Promise<readonly Guess[]> {
  const found = await Promise.all(
    guesses.map(async (guess) => {
      try {
        await ask(client, guess)
        return [guess]
      } catch (failure) {
        if (isAbsence(failure)) return []
        throw failure
      }
    }),
  )
  return found.flat()
}
