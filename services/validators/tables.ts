/**
 * What the register of validators keeps: whose keys sign blocks with how much power, what they were
 * found guilty of, and which nodes may connect. Other services read these tables.
 */
import {
  enumeration,
  fixed,
  type Hex,
  hash,
  list,
  option,
  party,
  type Row,
  record,
  table,
  text,
  time,
  u8,
  u64,
} from "@concordat/kernel"

/** Validators at most, and the power of one. */
export const VALIDATORS_MAX = 100
export const POWER_MAX = 1_000_000n
/** Keys whose power commands may change in one block. */
export const UPDATES_MAX = 32
/** Nodes of an organisation, and addresses at which one may be dialled. */
export const NODES_MAX = 16
export const HINTS_MAX = 4
/** What a ledger of profile production has at least. */
export const PRODUCTION_MIN = 4
/** Blocks until an update counts: returned at H, it votes from H + 2. */
export const VOTES_AFTER = 2n
/** A fault counts until both have passed: the engine's rule, and that of the genesis. */
export const EVIDENCE_BLOCKS_MAX = 100_000n
export const EVIDENCE_MS_MAX = 172_800_000
/** Keys that one validator may replace while evidence against the first of them still counts. */
export const ROTATIONS_MAX = 16

/** An address: the first 20 bytes of SHA-256 of an Ed25519 key, of a validator or of a node. */
export const address = fixed(20)
export const faultKind = enumeration("duplicate_vote", "light_client_attack")
export const nodeKind = enumeration("validator", "sentry", "full", "archive")

/**
 * `key` is the Ed25519 key itself. `since`: the height of the block that brought this state;
 * `joining` becomes active, `leaving` gone, two blocks later, read by `stateAt`. A key that was
 * replaced names its successor.
 */
export const validators = table("validators", {
  key: { address },
  value: {
    organisation: party,
    key: hash,
    power: u64,
    state: enumeration("joining", "active", "leaving", "faulted", "gone"),
    since: u64,
    changed: time,
    predecessor: option(address),
    successor: option(address),
  },
  indexes: ["organisation", "state"],
  absent: "unknown_validator",
})
export type ValidatorRow = Row<typeof validators>

/** Power of each organisation that has any, and of all. */
export const power = table("power", {
  key: { organisation: party },
  value: { power: u64, validators: u8 },
})
export const powerTotal = table("powerTotal", {
  key: {},
  value: { power: u64, validators: u8 },
})

/**
 * What the engine is handed at the end of this block, one entry a key; and by how much power rises
 * and falls in all. The row lives no longer than its block.
 */
export const updates = table("updates", {
  key: {},
  value: {
    list: list(record({ key: hash, power: u64 }), VALIDATORS_MAX + UPDATES_MAX),
    raised: u64,
    lowered: u64,
  },
})

/** What a validator did at a height, with the power that it had. */
export const faults = table("faults", {
  key: { height: u64, address },
  value: { kind: faultKind, power: u64, recorded: time },
  indexes: ["address"],
})

/** Who may connect. `hints`: where it is dialled, `host:port`; `tls`: digest of a certificate. */
export const nodes = table("nodes", {
  key: { node: address },
  value: {
    organisation: party,
    kind: nodeKind,
    hints: list(text(120, 1), HINTS_MAX),
    tls: option(hash),
    state: enumeration("active", "removed"),
    changed: time,
  },
  indexes: ["organisation", "state"],
  absent: "unknown_node",
})
export type NodeRow = Row<typeof nodes>

/** How many active nodes an organisation has. */
export const organisationNodes = table("organisationNodes", {
  key: { organisation: party },
  value: { nodes: u8 },
})

/** The state that a row has come to at a height, which no block needs to write down. */
export function stateAt({ state, since }: ValidatorRow, height: bigint): ValidatorRow["state"] {
  if (height < since + VOTES_AFTER) return state
  if (state === "joining") return "active"
  return state === "leaving" ? "gone" : state
}

/** Whether something at this height and time is young enough to count as evidence. */
export function isRecent(
  now: { readonly height: bigint; readonly time: number },
  then: { readonly height: bigint; readonly time: number },
): boolean {
  const young = now.height - then.height <= EVIDENCE_BLOCKS_MAX
  return young || now.time - then.time <= EVIDENCE_MS_MAX
}

/** A validator of the register, with its address. */
export type Named = { readonly address: Hex; readonly row: ValidatorRow }
