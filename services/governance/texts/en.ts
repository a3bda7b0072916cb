/** English: what happens in governance, and what is asked of it. */

/** What happened, by event. */
export const events = {
  proposal_opened: "{proposer} proposed: {title}.",
  ballot_cast: "{organisation} voted {choice}.",
  proposal_accepted: "A proposal was accepted; it is due at {due}.",
  proposal_executed: "A proposal was carried out.",
  proposal_ended: "A proposal was {state}.",
  proposal_held: "{by} put a proposal on hold: {reason}.",
  constitution_set: "Constitution {version} is in force.",
  parameter_set: "{name} of {module} was set.",
  module_set: "{module} was switched on or off.",
  scope_frozen: "{scope} was frozen: {reason}.",
  scope_unfrozen: "{by} lifted the freeze of {scope}.",
  upgrade_scheduled: "The upgrade {name} is planned for block {height}.",
  upgrade_cancelled: "The upgrade {name} was cancelled.",
  ready_signalled: "{organisation} is ready for the upgrade {name}.",
  upgrade_lapsed: "The upgrade {name} lapsed: {have} of {of} were ready.",
  upgrade_done: "The upgrade {name} took place at block {height}.",
  recovered: "{newChain} goes on from block {height} of {oldChain}.",
  recovery_accepted: "Recovery {number} was accepted.",
} as const

/** What is asked for, by command. */
export const commands = {
  propose: "Propose: {title}",
  vote: "Vote {choice}",
  withdraw: "Take a proposal back",
  execute: "Carry a proposal out",
  hold: "Put a proposal on hold: {reason}",
  close: "Write down what was decided",
  freeze: "Freeze {scope}: {reason}",
  unfreeze: "Lift the freeze of {scope}",
  signalReady: "Say that the own organisation is ready for {name}",
} as const
