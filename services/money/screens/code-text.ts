/** What a line is for, by its code: money's own in words, those of services by their number. */
import { CODE } from "../kinds.ts"
import { tell } from "./tell.ts"

const WORDS = {
  [CODE.mint]: "line.mint",
  [CODE.burn]: "line.burn",
  [CODE.return]: "line.return",
  [CODE.fee]: "line.fee",
  [CODE.pulled]: "line.pulled",
  [CODE.swept]: "line.swept",
  [CODE.hold]: "line.hold",
  [CODE.quote]: "line.quote",
  [CODE.netting]: "line.netting",
  [CODE.forced]: "line.forced",
  [CODE.recovered]: "line.recovered",
} as const

/** The first code that is a service's. */
const OTHERS = 100

/** The words. */
export function codeText(code: number): string {
  const own = WORDS[code as keyof typeof WORDS]
  if (own !== undefined) return tell(own)
  return code === OTHERS ? tell("line.payment") : tell("line.other", { code })
}
