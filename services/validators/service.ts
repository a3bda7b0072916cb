/**
 * Validators: whose keys sign blocks with how much power, and which nodes may connect. It is the
 * one service that hands the engine a new set. The specification is README.md beside this file.
 */
import { service } from "@concordat/kernel"
import { organisationsService } from "../organisations/service.ts"
import { add, leave, remove, setPower } from "./commands.ts"
import * as happened from "./events.ts"
import { beginRegister, handOver, recoverRegister } from "./hooks.ts"
import { invariants } from "./invariants.ts"
import { judgeMisbehaviour } from "./misbehaviour.ts"
import { registerNode, removeNode } from "./nodes.ts"
import * as procedures from "./procedures.ts"
import { refuse } from "./refusals.ts"
import { rotateKey } from "./rotate-key.ts"
import * as kept from "./tables.ts"

/** What the members decide about validators: actions of proposals take the same inputs. */
export { add, remove, setPower as setPowerCommand } from "./commands.ts"
export {
  addValidator,
  ensureWithoutValidators,
  removeValidator,
  setPower,
} from "./procedures.ts"
export { nodes, power, powerTotal, validators } from "./readers.ts"

const { validators, power, powerTotal, updates, faults, nodes, organisationNodes } = kept

export const validatorsService = service({
  name: "validators",
  version: 1,
  about: "Who signs blocks with how much power, and which nodes may connect",
  uses: [organisationsService],
  engine: true,
  tables: { validators, power, powerTotal, updates, faults, nodes, organisationNodes },
  events: {
    validator_added: happened.validatorAdded,
    power_changed: happened.powerChanged,
    key_replaced: happened.keyReplaced,
    validator_left: happened.validatorLeft,
    fault_recorded: happened.faultRecorded,
    validator_faulted: happened.validatorFaulted,
    validator_set_degraded: happened.validatorSetDegraded,
    evidence_ignored: happened.evidenceIgnored,
    node_registered: happened.nodeRegistered,
    node_removed: happened.nodeRemoved,
  },
  commands: { add, remove, setPower, rotateKey, leave, registerNode, removeNode },
  procedures: {
    addValidator: procedures.addValidator,
    removeValidator: procedures.removeValidator,
    setPower: procedures.setPower,
    ensureWithoutValidators: procedures.ensureWithoutValidators,
  },
  refusals: refuse,
  genesis: beginRegister,
  recover: recoverRegister,
  beginBlock: judgeMisbehaviour,
  endBlock: handOver,
  invariants,
})
