/** "Unchanged?": what the comparison of the file with its evidence comes to, in words. */
import type { Revision } from "./revision.ts"
import { type Answer, no, unknown, yes } from "./verdict.ts"

const ASK = "Ask the issuer or the bearer for the file as it was issued."

/** The answer for a comparison. */
export function unchangedAnswer(revision: Revision): Answer {
  switch (revision.state) {
    case "as_registered":
      return yes("as_registered", "Every byte is as registered.")
    case "changed":
      return no("changed", "Changed after registration.", ASK)
    case "another_document":
      return no(
        "another_document",
        "Evidence of another document.",
        "Choose this file's own evidence.",
      )
    case "added_later":
      return no(
        "added_later",
        "Something was added later.",
        "Look at the registered revision only; it ends before what was added.",
      )
    case "writer_unknown":
      return unknown(
        "writer_unknown",
        "The registered part is whole; a newer program attached the evidence.",
        "Check again with a newer version of this program.",
      )
  }
}
