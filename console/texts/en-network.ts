/** English: the network page. */

/** The messages by key. */
export const networkTexts = {
  "network.page": "Network",
  "network.solo": "One process signs for all: {organisation} puts everything in order.",
  "network.soloNote":
    "Nobody else has to agree, and nobody else can. On a network, more than two thirds of the " +
    "votes of several organisations must agree on every block.",
  "network.asOf": "As of block {height}, {time}",
  "network.firstRound": "Decided by the first proposal",
  "network.laterRound": "Decided in round {round}",

  "power.title": "Votes",
  "power.sentence": "{signed} of {all} votes sign; more than {need} are needed.",
  "power.lastBlock": "{signed} of {all} votes signed the last block; more than {need} were needed.",
  "power.quiet": "Since then there was none.",
  "power.third": "more than {need}",
  "power.signs": "{name}: {power} votes, signs",
  "power.missing": "{name}: {power} votes, missing",
  "power.stopped": "Those missing hold a third of the votes or more: nothing can be decided.",
  "power.noOther": "No other may fail.",
  "power.spare": "{count, plural, one {Any one may still fail.} other {Any # may still fail.}}",

  "members.title": "Who signs",
  "members.organisation": "Organisation",
  "members.votes": "Votes",
  "members.last": "Last block",
  "members.signs": "signs",
  "members.missing": "missing",
  "members.untold": "not told",
  "members.seen": "Last vote",
  "members.never": "none in the last 500 blocks",
  "members.proposed": "signs, proposed it",

  "todo.title": "What to do",
  "todo.nothing": "Nothing: everybody signs.",
  "todo.silent": "{who} must act: its validator is silent since {when}.",
  "todo.silentLong": "{who} must act: its validator has been silent for long.",
  "todo.onHost": "On that node’s machine, its operator asks its doctor:",

  "doctor.title": "This node’s doctor",
  "doctor.note": "Node {node}, asked at {time}",
  "doctor.cause": "Cause {row}",
  "doctor.none": "Nothing keeps this node from deciding.",
  "doctor.command": "Copy the command",

  "nodes.title": "Nodes that may connect",
  "nodes.node": "Node",
  "nodes.organisation": "Organisation",
  "nodes.kind": "Kind",
  "nodes.state": "State",
  "nodes.none": "No node is registered: whoever is in the configuration may connect.",
} as const
