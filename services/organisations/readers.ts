/** What the other services read here, and cannot write. */
import { reader } from "@concordat/kernel"
import * as kept from "./tables.ts"

/** Keys of organisations and principals, by thumbprint. */
export const keys = reader(kept.keys)
/** The organisations that keep the ledger. */
export const organisations = reader(kept.organisations)
/** Who acts for them. */
export const principals = reader(kept.principals)
/** The consortium: profile and active members. */
export const consortium = reader(kept.consortium)
/** Which keys each holder has, and had. */
export const holderKeys = reader(kept.holderKeys)
