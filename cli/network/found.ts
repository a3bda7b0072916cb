/**
 * A network is founded: every node's keys, one genesis that registers as many organisations as
 * there are validators and gives each of them one, and the keys of their principals. All of these
 * lie on this machine and all gateways share them, which is why it is a development ledger.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureKeys } from "@concordat/engines/cometbft"
import {
  DEFAULT_PARAMETERS,
  engineParameters,
  type Hex,
  type Json,
  type JsonObject,
  jsonText,
  type Party,
  timeText,
} from "@concordat/kernel"
import {
  developmentChain,
  drawnKeystore,
  services,
  systemDisk,
  systemRandom,
} from "@concordat/node"
import { demoRows as governanceRows, rehearsalRows } from "@concordat/services/governance/demo"
import {
  DEMO_ORGANISATIONS,
  demoAdministrators,
  demoRows,
} from "@concordat/services/organisations/demo"
import type { FoundingKey } from "@concordat/services/organisations/founding"
import { DEMO_POWER, demoState } from "@concordat/services/validators/demo"
import { makeKeys } from "../development/keys.ts"
import { type Plan, type PlannedNode, placesOf, portsOf, type Size, writePlan } from "./plan.ts"

/** Organisations of the register: a ledger has two at least, as its story has two. */
const MEMBERS_MIN = 2

/** How large a network is, and where its ports begin. */
export type Founding = {
  readonly size: Size
  readonly firstPeer: number
  readonly firstGateway: number
  /** The time of its genesis, milliseconds of 1970. */
  readonly now: number
  /**
   * How many seconds a day lasts in which members may object, where it is rehearsed how they
   * decide: by proposals alone, as on a ledger of production. Null: as usual.
   */
  readonly secondsADay: number | null
}

/** A recovery key for each organisation, in a keystore of its own, as if it lay in a safe. */
async function recoveryKeys(folder: string, organisations: readonly Party[]) {
  const keys: FoundingKey[] = []
  for (const holder of organisations) {
    const safe = await drawnKeystore(systemDisk, placesOf(folder).safe(holder), systemRandom)
    const { public: cose } = await safe.create("recovery", "ed25519")
    keys.push({ holder, purpose: "recovery", public: cose })
  }
  return keys
}

async function plannedNode(folder: string, index: number, founding: Founding) {
  const name = `n${index}`
  const { engine } = placesOf(folder).node(name)
  const keys = await ensureKeys(systemDisk, engine, systemRandom)
  const ports = portsOf(index, founding.firstPeer, founding.firstGateway)
  return { name, organisation: DEMO_ORGANISATIONS[index - 1]!, ...keys, ...ports }
}

/** A validator of the genesis, and its node. */
function seatOf({ organisation, validator: key, nodeId, peers: hint }: PlannedNode) {
  return { organisation, key: key!, node: { id: nodeId as Hex, hint } }
}

function genesisText(
  chain: string,
  nodes: readonly PlannedNode[],
  state: JsonObject,
  now: number,
): string {
  const genesis: Json = {
    ...{ format: 1, chain, time: timeText(now), height: "1" },
    services: Object.fromEntries(services.map(({ name, version }) => [name, version])),
    engine: {
      validators: nodes.map(({ validator }) => ({
        key: { ed25519: validator },
        power: String(DEMO_POWER),
      })),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state,
  }
  return `${jsonText(genesis)}\n`
}

/** Founds a network in a folder that has none; the plan is written last, when all else is there. */
export async function found(folder: string, founding: Founding): Promise<Plan> {
  mkdirSync(folder, { recursive: true })
  const { now, secondsADay } = founding
  const nodes: PlannedNode[] = []
  for (let index = 1; index <= founding.size; index++) {
    nodes.push(await plannedNode(folder, index, founding))
  }
  const members = DEMO_ORGANISATIONS.slice(0, Math.max(founding.size, MEMBERS_MIN))
  const places = placesOf(folder)
  const keystore = await drawnKeystore(systemDisk, places.keys, systemRandom)
  const publicKey = await makeKeys(keystore, members)
  const keys = await recoveryKeys(folder, members)
  const chain = developmentChain(systemRandom)
  const run = mkdtempSync(join(tmpdir(), "concordat-"))
  const plan: Plan = { format: 1, chain, run, nodes }
  const voters = demoAdministrators(members)
  const profile = secondsADay === null ? "development" : "production"
  const rules =
    secondsADay === null ? governanceRows(voters) : rehearsalRows(voters, secondsADay, now)
  const state = {
    ...demoState(demoRows(publicKey, now, members, { profile, keys }), nodes.map(seatOf), now),
    governance: rules as unknown as Json,
  }
  const genesis = genesisText(chain, nodes, state, now)
  for (const { name } of nodes) writeFileSync(places.node(name).genesis, genesis)
  writePlan(folder, plan)
  return plan
}
