/**
 * What holds after every block, whatever was sent. Statements about single rows are judged for the
 * rows that a block touched; that the sums are right, by `concordat verify state` and in tests.
 */
import { invariant, type View } from "@concordat/kernel"
import { keys } from "../organisations/service.ts"
import { countNodes, countPower } from "./counts.ts"
import { isHint } from "./nodes.ts"
import {
  NODES_MAX,
  nodes,
  organisationNodes,
  POWER_MAX,
  power,
  powerTotal,
  updates,
  VALIDATORS_MAX,
  validators,
} from "./tables.ts"
import { addressOfKey, registeredName } from "./validators.ts"

function sumsAgree(view: View): boolean {
  const { all, of } = countPower(view)
  const total = powerTotal.get(view, {})
  const whole = total?.power === all.power && total.validators === all.validators
  const rows = power.scan(view, {}, { limit: VALIDATORS_MAX + 1 })
  const parts = of.every(([organisation, count]) => {
    const row = power.get(view, { organisation })
    return row?.power === count.power && row.validators === count.validators
  })
  return whole && parts && rows.length === of.length
}

function nodesAgree(view: View): boolean {
  return countNodes(view).every(
    ([organisation, count]) => organisationNodes.get(view, { organisation })?.nodes === count,
  )
}

/** All of them. */
export const invariants = [
  invariant("a validator is named by its key, which its organisation registered for consensus", {
    rows: validators,
    holds(view, { address }, { key, organisation }) {
      const row = keys.get(view, { key: registeredName(key) })
      const registered = row?.holder === organisation && row.purpose === "consensus"
      return registered && addressOfKey(key) === address
    },
  }),
  invariant("who signs has power within its bounds, who left has none", {
    rows: validators,
    holds(_view, _key, { state, power: held }) {
      if (state === "faulted") return held <= POWER_MAX
      const signs = state === "active" || state === "joining"
      return signs ? held >= 1n && held <= POWER_MAX : held === 0n
    },
  }),
  invariant("a replaced key and the one in its place name each other", {
    rows: validators,
    holds(view, { address }, { predecessor, successor }) {
      const of = (other: typeof successor) =>
        other === null ? undefined : validators.get(view, { address: other })
      const after = successor === null || of(successor)?.predecessor === address
      return after && (predecessor === null || of(predecessor)?.successor === address)
    },
  }),
  invariant("somebody signs: there is power, of at most as many validators as are allowed", {
    rows: powerTotal,
    holds: (_view, _key, row) =>
      row.power > 0n && row.validators >= 1 && row.validators <= VALIDATORS_MAX,
  }),
  invariant("an organisation listed with power has some, and a validator", {
    rows: power,
    holds: (_view, _key, row) => row.power > 0n && row.validators >= 1,
  }),
  invariant("what the engine is told is told by the end of the block", {
    rows: updates,
    holds: () => false,
  }),
  invariant("a node is dialled at host:port", {
    rows: nodes,
    holds: (_view, _key, { hints }) => hints.every(isHint),
  }),
  invariant("an organisation has at most as many nodes as are allowed", {
    rows: organisationNodes,
    holds: (_view, _key, row) => row.nodes >= 1 && row.nodes <= NODES_MAX,
  }),
  invariant("power and nodes are as much as is said", {
    holds: (view) => sumsAgree(view) && nodesAgree(view),
  }),
]
