/**
 * Networks for tests: as many nodes as wanted, each with a real engine of its own, over folders
 * that can be opened again. The ledger is that of the node's own tests: notes under a name.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureKeys, type JoinChoice } from "@concordat/engines/cometbft"
import { createGateway, type Serving, serve } from "@concordat/gateway"
import {
  addressText,
  DEFAULT_PARAMETERS,
  engineParameters,
  type Hash,
  type Hex,
  type Party,
  type Service,
  time,
  validatorsKind,
} from "@concordat/kernel"
import { batchFiles } from "../../cli/development/files.ts"
import { binaryPath, freePort } from "../../engines/cometbft/machine.testing.ts"
import type { Ledger } from "../../node/ledger.ts"
import { lockFolder } from "../../node/lock.ts"
import type { OpenOptions } from "../../node/open.ts"
import type { NetworkRegister } from "../../node/register.ts"
import { systemClock, systemScheduler } from "../../node/seams/clock.ts"
import { systemDisk } from "../../node/seams/disk.ts"
import { systemRandom } from "../../node/seams/random.ts"
import { levelPlace } from "../../node/store/store-place.ts"
import { openNode, type TestWorld, testWorld } from "../../node/testing/node.testing.ts"
import { services as notes } from "../../node/testing/notes.testing.ts"

const NAMES = ["mint", "hall", "court", "port", "guild", "school", "ward"] as Party[]
const POWER = 10n

type Seat = {
  readonly folder: string
  readonly organisation: Party
  readonly validator: Hash
  readonly nodeId: string
  readonly listen: string
}

/** One node that runs. */
export type Member = { readonly ledger: Ledger; readonly failures: unknown[] }

/** A network in folders of its own; each node is one `Ledger` of this process with its engine. */
export class Network {
  readonly folder = mkdtempSync(join(tmpdir(), "concordat-net-"))
  readonly world: TestWorld = { ...testWorld(), salt: Math.floor(Math.random() * 2 ** 40) }
  readonly open = new Map<number, Member>()
  /** Blocks between snapshots; null: none. */
  snapshotEvery: number | null = null
  private readonly gateways: Serving[] = []
  private readonly seats: Seat[] = []
  private genesis = ""

  private services: readonly Service[] = notes

  /**
   * Founds a network of so many organisations, each with one validator. `genesisOf`: the text of
   * a genesis with these validators, where it is not that of notes.
   */
  static async of(
    count: number,
    services: readonly Service[] = notes,
    genesisOf: ((validators: readonly Hash[]) => string) | null = null,
  ): Promise<Network> {
    const network = new Network()
    network.services = services
    for (const organisation of NAMES.slice(0, count)) {
      const folder = join(network.folder, organisation)
      const keys = await ensureKeys(systemDisk, join(folder, "engine"), systemRandom)
      const listen = `127.0.0.1:${await freePort()}`
      network.seats.push({ ...keys, folder, organisation, listen })
    }
    const keys = network.seats.map(({ validator }) => validator)
    network.genesis = genesisOf?.(keys) ?? network.genesisText()
    return network
  }

  private get validators() {
    return this.seats.map(({ validator }) => ({ key: { ed25519: validator }, power: POWER }))
  }

  private genesisText(): string {
    const file = JSON.parse(this.world.genesis)
    return JSON.stringify({
      ...file,
      services: Object.fromEntries(this.services.map(({ name, version }) => [name, version])),
      chain: "network-1",
      time: time.toJson(systemClock.now()),
      engine: {
        validators: validatorsKind.toJson(this.validators),
        parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
      },
    })
  }

  /** A ledger of notes has no rows about its network. */
  private get register(): NetworkRegister {
    const seatOf = (address: Hex) =>
      this.seats.find(
        ({ validator }) => addressText({ key: { ed25519: validator }, power: POWER }) === address,
      )
    return {
      organisationOf: (_view, address) => seatOf(address)?.organisation ?? null,
      mayConnect: (_view, node) => this.seats.some(({ nodeId }) => nodeId === node),
      peersOf: () => [],
    }
  }

  /** Starts node `index`, from 0; it takes transactions once there is a quorum. */
  async start(
    index: number,
    choice: JoinChoice | null = null,
    other: Partial<OpenOptions> = {},
  ): Promise<Member> {
    const seat = this.seats[index]!
    const failures: unknown[] = []
    const ledger = await openNode(this.world, {
      ...{ data: join(seat.folder, "data"), disk: systemDisk, lock: lockFolder },
      ...{ clock: systemClock, scheduler: systemScheduler, genesis: this.genesis },
      ...{ profile: "production", signers: [], flushBlocks: 3, services: this.services },
      snapshotEvery: this.snapshotEvery,
      store: levelPlace(join(seat.folder, "data", "state")),
      register: this.register,
      cometbft: {
        ...{ binary: binaryPath(), home: join(seat.folder, "engine") },
        config: {
          ...{ name: seat.organisation, listen: seat.listen, metrics: null, sameHost: true },
          ...{
            abci: join(this.folder, `a${index}.sock`),
            rpc: join(this.folder, `r${index}.sock`),
          },
          peers: this.seats
            .filter((other) => other !== seat)
            .map(({ nodeId, listen }) => `${nodeId}@${listen}`),
          ...{ timeoutCommitMs: 100, join: choice },
        },
      },
      onFailure: (failure) => void failures.push(failure),
      ...other,
    })
    const member = { ledger, failures }
    this.open.set(index, member)
    return member
  }

  /** The process of a node's engine, while it runs. */
  enginePid(index: number): number {
    return Number(readFileSync(join(this.seats[index]!.folder, "engine", "engine.pid"), "utf8"))
  }

  /** Serves a node's gateway; answers the address that joiners ask. */
  async serve(index: number): Promise<string> {
    const gateway = createGateway({
      ...{ ledger: this.ledger(index), development: null, console: null, doctor: null },
      batches: batchFiles(join(this.seats[index]!.folder, "batches")),
      random: (length) => systemRandom.bytes(length),
      after: (ms, task) => systemScheduler.after(ms, task),
      ...{ log: () => {}, version: "0.1.0" },
    })
    const serving = await serve(gateway, { host: "127.0.0.1", port: 0 })
    this.gateways.push(serving)
    return `http://127.0.0.1:${serving.port}/engine`
  }

  /** Where a node keeps its data, and its engine's. */
  places(index: number) {
    const { folder } = this.seats[index]!
    return { data: join(folder, "data"), home: join(folder, "engine") }
  }

  /** The disk of a stopped node is lost, but for its keys. */
  wipe(index: number): void {
    const { folder } = this.seats[index]!
    for (const lost of ["data", "engine/data"]) {
      rmSync(join(folder, lost), { recursive: true, force: true })
    }
  }

  ledger(index: number): Ledger {
    return this.open.get(index)!.ledger
  }

  async stop(index: number): Promise<void> {
    await this.open.get(index)?.ledger.close()
    this.open.delete(index)
  }

  async remove(): Promise<void> {
    for (const serving of this.gateways.splice(0)) await serving.close()
    await Promise.all([...this.open.keys()].map((index) => this.stop(index)))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Returns once the condition holds; gives up only with the test. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await soon()
}

/** Leaves the other processes some time. */
export function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
