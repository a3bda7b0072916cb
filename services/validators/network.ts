/** What the ledger says of its network: whose a validator is, who may connect, whom to dial. */
import type { Hex, Party, View } from "@concordat/kernel"
import { organisations } from "../organisations/service.ts"
import { everyNode } from "./counts.ts"
import { type NodeRow, nodes, validators } from "./tables.ts"

/** The organisation of a validator, as long as anything that it signed may be asked about. */
export function organisationOf(view: View, address: Hex): Party | null {
  return validators.get(view, { address })?.organisation ?? null
}

/** Registered, and its organisation is not removed; a suspended one's nodes go on. */
function stands(view: View, { state, organisation }: NodeRow): boolean {
  return state === "active" && organisations.get(view, { organisation })?.status !== "removed"
}

/** Whether a node may connect. */
export function mayConnect(view: View, node: Hex): boolean {
  const row = nodes.get(view, { node })
  return row !== undefined && stands(view, row)
}

/** Every node that may connect and says where it is, as `id@host:port`. */
export function peersOf(view: View): readonly string[] {
  const peers: string[] = []
  for (const { key, value } of everyNode(view)) {
    const [hint] = value.hints
    if (hint !== undefined && stands(view, value)) peers.push(`${key.node}@${hint}`)
  }
  return peers
}
