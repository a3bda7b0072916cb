/** Words in the free texts of all tables: names and titles, as far as they stand on the ledger. */
import { Invalid, type Json, type Service, sqlWords, type TableShape } from "@concordat/kernel"
import type { Ledger, ReadModelAnswer } from "@concordat/node"
import { object } from "../openapi/rows.ts"
import { TEXT } from "../routes/record.ts"
import { inQuery, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { answerPage, answerPageSchema } from "./answer.ts"
import { AT, heightAsked } from "./filters.ts"
import { ask, Question, type SqlRow } from "./question.ts"
import { columnsOf, evidenceOf, placesOf, rowOf } from "./table-columns.ts"

/** Rows of one table that an answer shows. */
const ROWS_MAX = 20
const WORDS_MAX = 200

type Searched = { readonly service: Service; readonly table: TableShape }

/** Tables that hold free text. */
function searchedTables(ledger: Ledger): readonly Searched[] {
  return ledger.runtime.services.flatMap((service) =>
    Object.values(service.tables)
      .filter((table) => table.raw === null && wordsOf(table).length > 0)
      .map((table) => ({ service, table })),
  )
}

function wordsOf(table: TableShape): readonly string[] {
  const { keys, values } = columnsOf(table)
  return [...keys, ...values].filter(({ kind }) => kind.sql.words).map(({ name }) => name)
}

async function found(
  ledger: Ledger,
  { service, table }: Searched,
  words: string,
  at: bigint | undefined,
): Promise<{ readonly answer: ReadModelAnswer; readonly items: readonly Json[] }> {
  const question = new Question()
  const asked = `websearch_to_tsquery('simple', ${question.add(words, "text")})::text`
  // The last word may be the beginning of one, unless it stands in a group: `!( 'a' <-> 'b' )`.
  // A question of marks alone has no words.
  const wanted = `regexp_replace(NULLIF(${asked}, ''), '''$', ''':*')::tsquery`
  const { rows } = placesOf(service.name, table)
  const found = `${sqlWords(wordsOf(table))} @@ ${wanted}`
  const text = `SELECT * FROM ${rows} WHERE ${found} LIMIT ${ROWS_MAX}`
  const answer = await ask(ledger, text, question, at)
  const items = answer.rows.map((row) => {
    const { key, value } = rowOf(table, row as SqlRow)
    const evidence = evidenceOf(service.name, table, { key })
    return { service: service.name, table: table.name, key, value, evidence }
  })
  return { answer, items }
}

/** Full-text search over what everybody may read. */
export function searchQuery(ledger: Ledger): Route {
  return {
    ...{ method: "GET", tag: "ledger", path: "/v1/read-model/search", name: "readModel.search" },
    access: "read",
    about: "Rows whose free texts hold these words",
    parameters: [
      inQuery(
        "text",
        "Words, the last also as a beginning; quoted ones together, `-` before one excludes it",
        TEXT,
      ),
      AT,
    ],
    gives: {
      [JSON_TYPE]: answerPageSchema(
        object({
          ...{ service: TEXT, table: TEXT, evidence: TEXT },
          ...{ key: { type: "object" }, value: { type: "object" } },
        }),
      ),
    },
    codes: ["field_missing", "height_not_reached", "read_model_behind"],
    async answer({ query }) {
      const words = (query["text"] ?? "").trim().slice(0, WORDS_MAX)
      if (words === "") throw new Invalid("field_missing", "/text", "Say which words to look for.")
      const at = heightAsked(ledger, query)
      const all = []
      for (const one of searchedTables(ledger)) all.push(await found(ledger, one, words, at))
      const items = all.flatMap((part) => part.items)
      return jsonAnswer(answerPage(all[0]!.answer, items, null))
    },
  }
}
