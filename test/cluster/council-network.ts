/**
 * A network whose members decide on their ledger who signs and who connects: real engines, the real
 * services, and no peer in any configuration. Four members run a validator; the fifth has a node.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureKeys, RpcClient, votingKey } from "@concordat/engines/cometbft"
import type { Hex, Operation } from "@concordat/kernel"
import {
  type Ledger,
  lockFolder,
  openLedger,
  register,
  services,
  silentLog,
  systemClock,
  systemDisk,
  systemRandom,
  systemScheduler,
} from "@concordat/node"
import { binaryPath, freePort } from "../../engines/cometbft/machine.testing.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { onTheSpot } from "../../node/verify/verifier.ts"
import { genesisText, MEMBERS, signed } from "../spine/council.ts"

const VALIDATORS = 4

/** The node of one member. */
export type Seat = {
  readonly folder: string
  /** Its engine's folder. */
  readonly home: string
  readonly node: { readonly id: Hex; readonly hint: string }
  readonly rpc: string
}

export class CouncilNetwork {
  readonly seats: Seat[] = []
  readonly failures: unknown[] = []
  private readonly folder = mkdtempSync(join(tmpdir(), "concordat-council-"))
  private readonly open = new Map<number, Ledger>()
  private genesis = ""

  /** Keys, ports and the genesis; nothing runs yet. */
  static async found(): Promise<CouncilNetwork> {
    const network = new CouncilNetwork()
    const keys: string[] = []
    for (const member of MEMBERS) {
      const folder = join(network.folder, member)
      const home = join(folder, "engine")
      const { validator, nodeId } = await ensureKeys(systemDisk, home, systemRandom)
      const node = { id: nodeId as Hex, hint: `127.0.0.1:${await freePort()}` }
      network.seats.push({ folder, home, node, rpc: join(network.folder, `r-${member}.sock`) })
      keys.push(validator)
    }
    const seated = network.seats.slice(0, VALIDATORS)
    const genesis = seated.map(({ node }, index) => ({ key: keys[index]!, node }))
    network.genesis = genesisText(genesis, systemClock.now())
    return network
  }

  /** Starts the node of a member; it takes transactions once there is a quorum. */
  async start(index: number): Promise<Ledger> {
    const { folder, home, node, rpc } = this.seats[index]!
    const data = join(folder, "data")
    const ledger = await openLedger({
      ...{ data, services, register, servicesModule: null, genesis: this.genesis },
      ...{ profile: "production", signers: [], disk: systemDisk, lock: lockFolder },
      ...{ clock: systemClock, scheduler: systemScheduler, log: silentLog, flushBlocks: 3 },
      ...{ store: levelPlace(join(data, "state")), verifier: onTheSpot },
      cometbft: {
        ...{ binary: binaryPath(), home },
        config: {
          ...{ name: MEMBERS[index]!, listen: node.hint, metrics: null, sameHost: true },
          ...{ abci: join(this.folder, `a${index}.sock`), rpc, peers: [] },
          timeoutCommitMs: 100,
        },
      },
      onFailure: (failure) => void this.failures.push(failure),
    })
    this.open.set(index, ledger)
    return ledger
  }

  ledger(index: number): Ledger {
    return this.open.get(index)!
  }

  /** A node's key that votes, or the next one. */
  key(index: number, next = false) {
    return votingKey(systemDisk, this.seats[index]!.home, systemRandom, next)
  }

  /** What a node's engine answers. */
  async asked(index: number, method: string, parameters = {}): Promise<unknown> {
    const client = new RpcClient(this.seats[index]!.rpc)
    try {
      return await client.call(method, parameters)
    } finally {
      client.close()
    }
  }

  /** Sends what these principals signed, to the node of the first member. */
  async send(who: readonly string[], ...operations: readonly Operation[]) {
    const ledger = this.ledger(0)
    return ledger.submit(signed(ledger.status().now, who, operations))
  }

  async remove(): Promise<void> {
    await Promise.all([...this.open.values()].map((ledger) => ledger.close()))
    rmSync(this.folder, { recursive: true, force: true })
  }
}
