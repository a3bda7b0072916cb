/** What a form makes of what was entered, and what it keeps of it. */
import { ascii, bool, command, hint, list, option, record, text, u32 } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { blankDrafts, faultsOf, inputOf, prefilled } from "./form-input.ts"
import { type DraftStore, dropDrafts, keepDrafts, keptDrafts } from "./kept-draft.ts"

const seat = record({ row: ascii(3), number: u32 })
const book = command({
  about: "Book seats.",
  input: {
    guest: text(20, 1),
    seats: list(seat, 3, 1),
    card: hint(text(20), { secret: true }),
    remark: option(text(40)),
    aisle: bool,
  },
  run: () => undefined,
})

function store(): DraftStore {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

describe("faults", () => {
  it("stand at the place of their field, one a field", () => {
    const drafts = {
      ...blankDrafts(book),
      guest: "Ada",
      seats: [
        { row: "A", number: "1" },
        { row: "B", number: "many" },
      ],
    }
    expect(Object.keys(faultsOf(book, inputOf(book, drafts)))).toEqual(["/seats/1/number"])
  })

  it("are none where the schema accepts everything", () => {
    const drafts = { ...blankDrafts(book), guest: "Ada", seats: [{ row: "A", number: "1" }] }
    const input = inputOf(book, drafts)
    expect(faultsOf(book, input)).toEqual({})
    expect(book.input.fromJson(input)).toMatchObject({ guest: "Ada", remark: null })
  })

  it("say of what was left empty that it is", () => {
    expect(faultsOf(book, inputOf(book, blankDrafts(book)))["/guest"]).toContain("empty")
  })
})

describe("values of an address", () => {
  it("are filled in as text, or as JSON where the field wants more", () => {
    const seats = [{ row: "A", number: 7 }]
    const given = new URLSearchParams({ guest: "Ada", seats: JSON.stringify(seats), aisle: "true" })
    const { drafts, unknown } = prefilled(book, given)
    expect(inputOf(book, drafts)).toMatchObject({ guest: "Ada", seats, aisle: true, remark: null })
    expect(unknown).toEqual([])
  })

  it("fill in what may be left out as they fill in what may not", () => {
    const { drafts, unknown } = prefilled(book, new URLSearchParams({ remark: "12" }))
    expect(inputOf(book, drafts)).toMatchObject({ remark: "12" })
    expect(unknown).toEqual([])
  })

  it("are named where no field has their name, or none can read them", () => {
    const given = new URLSearchParams({ colour: "red", seats: "A7" })
    expect(prefilled(book, given).unknown).toEqual(["colour", "seats"])
  })
})

describe("drafts", () => {
  const drafts = { ...blankDrafts(book), guest: "Ada", card: "1234 5678" }

  it("are kept, but never a secret", () => {
    const kept = store()
    keepDrafts(kept, "theatre.book", book, drafts)
    const { card, ...open } = drafts
    expect(keptDrafts(kept, "theatre.book", book)).toEqual(open)
    expect(kept.getItem("concordat.draft.theatre.book")).not.toContain(card)
  })

  it("are none of another command, and none after they were dropped", () => {
    const kept = store()
    keepDrafts(kept, "theatre.book", book, drafts)
    expect(keptDrafts(kept, "theatre.cancel", book)).toBeNull()
    dropDrafts(kept, "theatre.book")
    expect(keptDrafts(kept, "theatre.book", book)).toBeNull()
  })

  it("that are too long, or not ours, are not read", () => {
    const kept = store()
    keepDrafts(kept, "theatre.book", book, { ...drafts, guest: "x".repeat(200_000) })
    expect(keptDrafts(kept, "theatre.book", book)).toBeNull()
    kept.setItem("concordat.draft.theatre.book", "{not JSON")
    expect(keptDrafts(kept, "theatre.book", book)).toBeNull()
  })
})
