/**
 * Whom this engine may be linked with: nodes that the ledger's register names; where it says
 * nothing yet, those of the configuration. A configured address goes before a registered hint.
 */
import type { Application } from "../port.ts"

/** The id of a peer that is written as `id@host:port`. */
export const idOf = (peer: string): string => peer.split("@")[0] ?? ""

/** What an engine knows of its peers. */
export class KnownPeers {
  private readonly configured: ReadonlyMap<string, string>
  private readonly application: Pick<Application, "mayConnect" | "peers">
  /** This node's own id. */
  private readonly own: string

  constructor(
    configured: readonly string[],
    own: string,
    application: Pick<Application, "mayConnect" | "peers">,
  ) {
    this.configured = new Map(configured.map((peer) => [idOf(peer), peer]))
    this.own = own
    this.application = application
  }

  /** Whether a node of this id may connect, whoever dials. */
  admits(id: string): boolean {
    return this.application.mayConnect(id) ?? this.configured.has(id)
  }

  /** Every peer to be dialled, as `id@host:port`. */
  list(): readonly string[] {
    const registered = this.application.peers().filter((peer) => !this.configured.has(idOf(peer)))
    return [...this.configured.values(), ...registered].filter((peer) => {
      return idOf(peer) !== this.own && this.admits(idOf(peer))
    })
  }
}
