/** What is asked again within a block is not made again; what may have changed is. */
import { describe, expect, it } from "vitest"
import { KeptAnswers } from "./kept-answers.ts"

const NOW = { height: 8n, time: 10_000 }

/** Asks for one thing after the other; answers how often each answer was made. */
function asking(most: number) {
  const answers = new KeptAnswers(most)
  let made = 0
  return (asked: string, at = NOW) => answers.answer(asked, at, () => `${asked} ${++made}`)
}

describe("an answer", () => {
  it("is made once for a height and a few seconds, and apart for each question", () => {
    const ask = asking(9)
    expect([ask("a"), ask("b"), ask("a")]).toEqual(["a 1", "b 2", "a 1"])
    expect(ask("a", { ...NOW, time: NOW.time + 4_999 })).toBe("a 1")
    expect(ask("a", { ...NOW, time: NOW.time + 5_000 })).toBe("a 3")
    expect(ask("a", { ...NOW, height: 9n })).toBe("a 4")
    expect(ask("b", { ...NOW, height: 9n })).toBe("b 5")
  })

  it("is kept beside so many others at most", () => {
    const ask = asking(2)
    for (const asked of ["a", "b", "c"]) ask(asked)
    expect([ask("c"), ask("a")]).toEqual(["c 3", "a 4"])
  })

  it("that cannot be made is not kept", () => {
    const answers = new KeptAnswers(2)
    const fails = () => {
      throw new Error("closed")
    }
    expect(() => answers.answer("a", NOW, fails)).toThrow("closed")
    expect(answers.answer("a", NOW, () => "open")).toBe("open")
  })
})
