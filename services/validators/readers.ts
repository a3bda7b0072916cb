/** What the other services read here, and cannot write. */
import { reader } from "@concordat/kernel"
import * as kept from "./tables.ts"

/** Who signs blocks, by address. */
export const validators = reader(kept.validators)
/** Power of each organisation that has any, and of all. */
export const power = reader(kept.power)
export const powerTotal = reader(kept.powerTotal)
/** Who may connect, by node id. */
export const nodes = reader(kept.nodes)
