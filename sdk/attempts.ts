/** Asking again where an answer was lost: for what is done once, however often it is asked for. */
import { SdkError } from "./sdk-error.ts"

const ATTEMPTS_MAX = 3

/** The answer of the first of three attempts that gets one; throws what the last one threw. */
export async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const lost = error instanceof SdkError && error.code === "node_unreachable"
      if (!lost || attempt === ATTEMPTS_MAX) throw error
    }
  }
}
