/** Where the doctor finds what it asks about a node: by the node's configuration file. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { defineRuntime, type Key, type Row, readGenesis } from "@concordat/kernel"
import { type NodePlace, services } from "@concordat/node"
import { validators } from "@concordat/services/validators"
import { type NodeFile, placesOf } from "./file.ts"

/** The file that makes a folder one of `concordat network`. */
const NETWORK = "network.json"
/** Where a network keeps what its nodes write to standard output. */
const LOG = "node.log"

/** Organisations of the first validators by address, as the genesis file names them. */
function namesOf(file: NodeFile): ReadonlyMap<string, string> {
  const path = placesOf(file).genesis
  if (!existsSync(path)) return new Map()
  const { rows } = readGenesis(defineRuntime(services), readFileSync(path), { older: true })
  const seated = rows.filter(({ table }) => table.binding === validators.binding)
  return new Map(
    seated.map(({ key, row }) => {
      const { address } = key as Key<typeof validators>
      return [address, (row as Row<typeof validators>).organisation]
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
