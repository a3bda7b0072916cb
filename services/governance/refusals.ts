/** What governance refuses: every code is the platform's. */
import { refusals } from "@concordat/kernel"

export const refuse = refusals({})
