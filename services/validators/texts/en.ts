/** English: what happens to validators and nodes, and what is asked of them. */

/** What happened, by event. */
export const events = {
  validator_added: "{organisation} has a new validator {address} with power {power}.",
  power_changed: "The power of the validator {address} is {power}, not {before}.",
  key_replaced: "The validator {address} of {organisation} signs as {successor} from now on.",
  validator_left: "The validator {address} of {organisation} signs no more.",
  fault_recorded: "The validator {address} of {organisation} was caught: {kind} at {height}.",
  validator_faulted: "The validator {address} of {organisation} lost its power of {power}.",
  validator_set_degraded: "{validators} validators of {organisations} organisations are left.",
  evidence_ignored: "Evidence against {address} counts for nothing.",
  node_registered: "{organisation} runs the node {node}.",
  node_removed: "The node {node} of {organisation} may connect no more.",
} as const

/** What is asked for, by command. */
export const commands = {
  add: "Let {organisation} sign blocks with power {power}",
  remove: "Take the validator {validator} from the set",
  setPower: "Give the validator {validator} the power {power}",
  rotateKey: "Exchange the key of the validator {validator}",
  leave: "Let the own validator {validator} leave",
  registerNode: "Register the node {node}",
  removeNode: "Remove the node {node}",
} as const
