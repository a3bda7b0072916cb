/** Where the doctor finds what it asks about a node: by the node's configuration file. */
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { addressText, type Hash } from "@concordat/kernel"
import type { NodePlace } from "@concordat/node"
import { type NodeFile, placesOf } from "./file.ts"

/** The file that makes a folder one of `concordat network`. */
const NETWORK = "network.json"
/** Where a network keeps what its nodes write to standard output. */
const LOG = "node.log"

/** Address of a validator by its key: its power takes no part in it. */
const addressOf = (key: Hash) => addressText({ key: { ed25519: key }, power: 1n })

/** Organisations of the file by the address of their validator. */
function namesOf({ configuration }: NodeFile): ReadonlyMap<string, string> {
  return new Map(
    configuration.chain.organisations.map((line) => {
      const [organisation = "", key = ""] = line.split("=")
      return [addressOf(key as Hash), organisation]
    }),
  )
}

/** A node and its things. */
export function nodePlace(file: NodeFile): NodePlace {
  const { configuration, folder } = file
  const { node, engine, chain } = configuration
  const { data, engine: home, sockets } = placesOf(file)
  const comet = engine.kind === "cometbft"
  return {
    node: node.name ?? chain.id ?? "node",
    network: existsSync(join(dirname(folder), NETWORK)),
    log: join(folder, LOG),
    folders: comet ? [data, home] : [data],
    engine: !comet
      ? null
      : {
          ...{ home, rpc: sockets.rpc, names: namesOf(file) },
          peers: engine.peers.map((peer) => {
            const [id = "", at = ""] = peer.split("@")
            return { id, at, name: at, validator: null }
          }),
        },
  }
}
