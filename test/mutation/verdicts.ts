/** The file between the judging process and whoever waits for it: a line a step, read here. */

/**
 * What became of a mutant. `static`: only what runs while modules are loaded reaches it, which is
 * not judged. `hung`: it never came back, which a test would notice too.
 */
export type Verdict = "killed" | "hung" | "survived" | "uncovered" | "static"

const VERDICTS: ReadonlySet<string> = new Set(["killed", "hung", "survived", "uncovered", "static"])

/** The verdicts in the text of such a file, by mutant. */
export function verdictsOf(text: string): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>()
  for (const line of text.split("\n")) {
    const [word = "", mutant = ""] = line.split(" ")
    if (VERDICTS.has(word)) found.set(mutant, word as Verdict)
  }
  return found
}

/** What the judging process does now: its number, and the mutant with the time that it is given. */
export type Progress = {
  readonly pid: number | null
  readonly trying: { readonly mutant: string; readonly patienceMs: number } | null
  readonly ended: boolean
}

/** Reads how far the last process of such a file is. */
export function progressOf(text: string): Progress {
  const lines = text.trimEnd().split("\n")
  const last = lines.at(-1)!.split(" ")
  const begun = lines.findLast((line) => line.startsWith("process "))
  const trying = { mutant: last[1] ?? "", patienceMs: Number(last[2]) }
  return {
    pid: begun === undefined ? null : Number(begun.split(" ")[1]),
    trying: last[0] === "trying" ? trying : null,
    ended: last[0] === "end",
  }
}
