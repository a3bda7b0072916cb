/** A statement that is registered in the place of an older document. */
import type { Registration } from "@concordat/sdk"

/** The command that carries it: both are done or neither; `second` signs along unless it is "". */
export function replacing(handle: string, second: string): NonNullable<Registration["carry"]> {
  return (statement) => ({
    command: "provenance.supersede",
    input: { target: { handle, proof: null }, statement, reason: "corrected" },
    ...(second === "" ? {} : { cosigners: [second] }),
  })
}
