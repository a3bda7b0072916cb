/** What governance calls once a proposal has passed; inputs are those of the commands. */
import { type Party, procedure, type Writer } from "@concordat/kernel"
import {
  type Adding,
  dismissValidator,
  ensureNone,
  enterValidator,
  type Naming,
  weighValidator,
} from "./validators.ts"

/** Lets a registered consensus key sign blocks. */
export const addValidator = procedure((tx: Writer, input: Adding) => enterValidator(tx, input))

/** Takes a validator from the set. */
export const removeValidator = procedure((tx: Writer, input: Naming) => dismissValidator(tx, input))

/** Gives a validator another power. */
export const setPower = procedure((tx: Writer, input: Naming & { readonly power: bigint }) =>
  weighValidator(tx, input),
)

/** Refuses an organisation that still runs validators, before it is removed. */
export const ensureWithoutValidators = procedure((tx: Writer, organisation: Party) =>
  ensureNone(tx, organisation),
)
