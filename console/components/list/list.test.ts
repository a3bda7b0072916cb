/** What lists are asked by: fields from definitions, their state in the address. */
import { list, option, party, record, table, text, time, u8 } from "@concordat/kernel"
import { describe, expect, it } from "vitest"
import { tableFields } from "./fields.ts"
import { asked, isMore, listPath, readState, turned } from "./list-address.ts"

const shape = table("tickets", {
  key: { holder: party, number: u8 },
  value: {
    ...{ title: text(9), at: time, ends: option(time), seats: list(u8, 3) },
    standing: record({ state: text(9), ends: option(time) }),
  },
})
const fields = tableFields(shape)

describe("fields", () => {
  it("are the key, plain columns, and the parts of records", () => {
    expect(fields.map(({ field }) => field)).toEqual([
      ...["holder", "number", "title", "at", "ends", "standing.state", "standing.ends"],
    ])
  })

  it("have another parameter where every list has one of that name", () => {
    expect(fields.find(({ field }) => field === "at")?.parameter).toBe("at.is")
  })
})

describe("the address", () => {
  const names = fields.map(({ parameter }) => parameter)
  const read = (query: string) => readState(new URLSearchParams(query), names)

  it("says what is asked for, and no more", () => {
    const state = read("holder=education&number=+&sort=at&reverse=1&after=x&other=1")
    expect(state).toEqual({ filter: { holder: "education" }, sort: "at", reverse: true })
    expect(asked(state)).toEqual({ holder: "education", sort: "at", reverse: "1" })
    expect(listPath("/a", state, "x")).toBe("/a?holder=education&sort=at&reverse=1&after=x")
    expect(listPath("/a", read(""))).toBe("/a")
  })

  it("is turned by the head of a column: upwards, downwards, as it comes", () => {
    const up = turned(read("holder=education"), "at")
    const down = turned(up, "at")
    expect([up.reverse, down.reverse]).toEqual([false, true])
    expect(turned(down, "at")).toEqual(read("holder=education"))
    expect(turned(down, "title")).toMatchObject({ sort: "title", reverse: false })
  })

  it("asks for more than every node can answer by an order, or by another field", () => {
    const plain = ["holder"]
    expect(isMore(read("holder=education"), plain)).toBe(false)
    for (const query of ["sort=at", "reverse=1", "title=a"]) {
      expect(isMore(read(query), plain)).toBe(true)
    }
  })
})
