/**
 * What a seed draws for a world before it begins: how many nodes, which faults and how often, how
 * much is sent. Kinds of faults are left out at random, as some hide others.
 */
import type { Chance } from "./chance.ts"

/** Rates are of a thousand occasions. */
export type Plan = {
  /** One node with the embedded engine, which is real, instead of CometBFT's model. */
  readonly embedded: boolean
  readonly nodes: number
  readonly clients: number
  /** Blocks under faults, and the calm ones that follow. */
  readonly blocks: number
  /** Whether there are any faults now; the calm ends them. */
  faults: boolean
  readonly realCrypto: boolean
  readonly loss: number
  readonly repetition: number
  readonly deaf: number
  readonly lateVotes: number
  readonly lostRounds: number
  readonly byzantine: number
  readonly badChunks: number
  readonly evidence: number
  /** Of a thousand looks, five every simulated second, how often each happens. */
  readonly kills: number
  readonly powerCuts: number
  readonly dooms: number
  readonly engineCrashes: number
  readonly restarts: number
  readonly partitions: number
  readonly clockJumps: number
  readonly slowDisks: number
  readonly fullDisks: number
  readonly damage: number
  /** A node joins by a snapshot in the middle. */
  readonly joiner: boolean
  readonly snapshotEvery: number
  readonly flushBlocks: number
  /** Minutes in the middle in which nobody sends, and faults are rare. */
  readonly nightMinutes: number
  /** How often clients draw operations of each service, and whether one pays for the history. */
  readonly documents: number
  readonly people: number
  readonly money: number
  readonly network: number
  readonly council: number
  readonly oversight: number
  readonly payer: boolean
  /** Whether the members bring an upgrade about. */
  readonly upgrade: boolean
  /** Operations of one transaction at most. */
  readonly operations: number
  /** Milliseconds by which clocks of machines differ at most. */
  readonly clockSkewMs: number
  /** Whether the first node and the one that joins have a read model, and what its base suffers. */
  readonly readModel: boolean
  readonly database: number
}

/** What whoever runs a world may fix. */
export type Given = Partial<Plan>

/** A calm world in which nothing goes wrong but what a test does. */
export const CALM: Given = {
  ...{ nodes: 3, clients: 1, blocks: 20, realCrypto: false, loss: 0, byzantine: 0, evidence: 0 },
  ...{ kills: 0, powerCuts: 0, dooms: 0, engineCrashes: 0, restarts: 0, partitions: 0 },
  ...{ clockJumps: 0, slowDisks: 0, fullDisks: 0, damage: 0, joiner: false, clockSkewMs: 0 },
  ...{ lostRounds: 0, deaf: 0, lateVotes: 0, flushBlocks: 1, nightMinutes: 0, upgrade: false },
  ...{ readModel: false, database: 0 },
}

/** A rate, or none at all in two of five worlds. */
function rate(chance: Chance, most: number): number {
  return chance.below(5) < 2 ? 0 : 1 + chance.below(most)
}

/** The plan of a seed. */
export function planOf(chance: Chance, given: Given = {}): Plan {
  const apart = chance.split("read model")
  const drawn: Plan = {
    embedded: false,
    nodes: chance.pick([1, 2, 3, 4, 4, 4, 5, 7]),
    clients: chance.between(1, 8),
    blocks: chance.between(25, 45),
    faults: true,
    realCrypto: chance.mille(50),
    loss: rate(chance, 100),
    repetition: rate(chance, 100),
    deaf: rate(chance, 60),
    lateVotes: rate(chance, 200),
    lostRounds: rate(chance, 80),
    byzantine: rate(chance, 60),
    badChunks: rate(chance, 300),
    evidence: rate(chance, 15),
    kills: rate(chance, 25),
    powerCuts: rate(chance, 25),
    dooms: rate(chance, 60),
    engineCrashes: rate(chance, 30),
    restarts: rate(chance, 15),
    partitions: rate(chance, 30),
    clockJumps: rate(chance, 20),
    slowDisks: rate(chance, 30),
    fullDisks: rate(chance, 10),
    damage: rate(chance, 25),
    joiner: chance.mille(350),
    snapshotEvery: chance.between(8, 30),
    flushBlocks: chance.pick([1, 3, 7, 64]),
    clockSkewMs: chance.pick([0, 50, 400, 3_000]),
    nightMinutes: chance.pick([0, 5, 10, 15, 20]),
    documents: chance.below(6),
    people: chance.below(6),
    money: chance.below(7),
    network: chance.below(3),
    council: 1 + chance.below(8),
    oversight: chance.below(3),
    payer: true,
    upgrade: chance.mille(200),
    operations: chance.pick([1, 4, 4, 12]),
    readModel: apart.mille(200),
    database: rate(apart, 30),
  }
  // Whoever says how many nodes there are, or that one joins, means those of a network.
  const isNetwork = given.nodes !== undefined || given.joiner === true
  const embedded = given.embedded ?? (chance.mille(120) && !isNetwork)
  return { ...drawn, ...(embedded ? ALONE : {}), ...given }
}

/** Nobody else takes part, and the set stays with the one key that is there. */
const ALONE = { embedded: true, nodes: 1, joiner: false, network: 0 } as const
