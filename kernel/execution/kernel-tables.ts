/**
 * The kernel's own rows and events (ARCHITECTURE.md, "State"): the service `kernel`, without
 * commands.
 */
import { ascii } from "../schema/ascii.ts"
import { hash } from "../schema/fixed.ts"
import { time } from "../schema/time.ts"
import { u16, u32 } from "../schema/unsigned.ts"
import { u64 } from "../schema/wide-unsigned.ts"
import { event } from "../service/event.ts"
import { service } from "../service/service.ts"
import { table } from "../service/table.ts"

const CHAIN_MAX = 48
const SERVICE_MAX = 24

/** Where this ledger comes from. Never deleted, so the trie is never empty. */
export const genesisRow = table("genesis", {
  key: {},
  value: { chain: ascii(CHAIN_MAX), digest: hash, height: u64, time },
})

/** What runs: the version of each service and the digest of its schemas. */
export const serviceRows = table("services", {
  key: { service: ascii(SERVICE_MAX) },
  value: { schema: hash, version: u16 },
})

/** The ids that a block remembers: how many, H(id₁ ‖ id₂ ‖ …), and the latest expiry. */
export const blockRows = table("blocks", {
  key: { height: u64 },
  value: { count: u32, ids: hash, until: time },
})

/** A service runs a newer version from this block on; `from` is 0 for a new service. */
export const upgraded = event("upgraded", { service: ascii(SERVICE_MAX), from: u16, to: u16 })

/** The service that these belong to; it is part of every runtime. */
export const kernelService = service({
  name: "kernel",
  about: "What the ledger knows of itself: its origin, its services, its recent blocks",
  tables: { genesis: genesisRow, services: serviceRows, blocks: blockRows },
  events: { upgraded },
})
