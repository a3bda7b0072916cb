/** Which nodes may connect, and where they are dialled. */
import { command, ensure, hash, list, option, type Party, type Tx, text } from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import { nodeRegistered, nodeRemoved } from "./events.ts"
import { refuse } from "./refusals.ts"
import {
  address,
  HINTS_MAX,
  NODES_MAX,
  type NodeRow,
  nodeKind,
  nodes,
  organisationNodes,
} from "./tables.ts"

/** `host:port`: a name, an IPv4 address, or an IPv6 address in brackets. */
const HINT = /^(?:[a-z0-9](?:[a-z0-9.-]{0,80}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]):[1-9][0-9]{0,4}$/
const PORT_MAX = 65_535

/** Whether a text is an address as peers dial it. */
export function isHint(hint: string): boolean {
  return HINT.test(hint) && Number(hint.slice(hint.lastIndexOf(":") + 1)) <= PORT_MAX
}

/** Refuses a node of another organisation; one that was removed may come to anybody. */
function ensureFree(organisation: Party, kept: NodeRow | undefined): void {
  if (kept === undefined || kept.state === "removed") return
  const own = kept.organisation === organisation
  ensure(own, refuse.already_exists, { organisation: kept.organisation })
}

/** Counts a node in or out. */
function recount(tx: Tx, organisation: Party, by: 1 | -1): void {
  const count = (organisationNodes.get(tx, { organisation })?.nodes ?? 0) + by
  ensure(count <= NODES_MAX, refuse.limit_reached, { limit: NODES_MAX })
  if (count === 0) organisationNodes.delete(tx, { organisation })
  else organisationNodes.put(tx, { organisation }, { nodes: count })
}

export const registerNode = command({
  about: "Let an own node connect, or change what is known of it.",
  signers: "administrators",
  input: {
    node: address,
    kind: nodeKind,
    hints: list(text(120, 1), HINTS_MAX),
    tls: option(hash),
  },
  run(tx, { node, kind, hints, tls }) {
    const { organisation } = tx
    const wrong = hints.find((hint) => !isHint(hint))
    ensure(wrong === undefined, refuse.address_malformed, { address: wrong ?? null })
    const kept = nodes.get(tx, { node })
    ensureFree(organisation, kept)
    const of = organisations.get(tx, { organisation })?.class ?? null
    const allowed = kind !== "validator" || of === "member"
    ensure(allowed, refuse.class_not_allowed, { kind, class: of })

    if (kept?.state !== "active") recount(tx, organisation, 1)
    const row = { organisation, kind, hints, tls, state: "active" as const, changed: tx.time }
    nodes.put(tx, { node }, row)
    tx.emit(nodeRegistered, { node, organisation, kind })
  },
})

export const removeNode = command({
  about: "Let an own node connect no more; a link that stands ends when it breaks.",
  signers: "administrators",
  input: { node: address },
  run(tx, { node }) {
    const { organisation } = tx
    const row = nodes.get(tx, { node })
    ensure(row, refuse.unknown_node, { node })
    ensure(row.organisation === organisation, refuse.not_the_owner, { node, organisation })
    const { state } = row
    ensure(state === "active", refuse.wrong_state, { node, actual: state, expected: "active" })

    recount(tx, organisation, -1)
    nodes.patch(tx, { node }, { state: "removed", changed: tx.time })
    tx.emit(nodeRemoved, { node, organisation })
  },
})
