/** English: the overview. */

/** The messages by key. */
export const overviewTexts = {
  "overview.page": "Overview",
  "overview.well": "All well: {have} of {all} organisations sign, {spare} may fail.",
  "overview.missing": "{have} of {all} organisations sign: {spare} more may fail.",
  "overview.noSpare": "{have} of {all} organisations sign: no other may fail.",
  "overview.quiet": "No block for half a minute: too few sign, or this node is cut off.",
  "overview.alone": "All well: one organisation puts everything in order.",
  "overview.halted": "This node has stopped.",
  "overview.offline": "The ledger does not answer.",
  "overview.last": "Last block {time}",
  "overview.waiting": "{count, plural, one {# transaction waits} other {# transactions wait}}",
  "overview.noneWaiting": "Nothing waits",

  "overview.height": "Height",
  "overview.transactions": "Transactions",
  "overview.operations": "Operations",
  "overview.events": "Events in the log",
  "overview.rows": "Rows of state",
  "overview.organisations": "Organisations",

  "voters.title": "Who decides",
  "voters.note": "More than two thirds of {power} votes must agree on every block.",
  "voters.signs": "{power} of {all} votes, in the last block",
  "voters.missing": "{power} of {all} votes, missing in the last block",

  "latest.title": "What happened last",
  "latest.pause": "Pause",
  "latest.resume": "Go on",
  "latest.live": "live",
  "latest.held": "held",
  "latest.asking": "asked every 2 s",
  "latest.newer": "{count, plural, one {# newer} other {# newer}}",
  "latest.all": "All events",
  "latest.empty": "Nothing has happened yet. Register a file, or run any command of a service.",

  "activity.title": "Activity",
  "activity.note": "{minutes, plural, one {In the last minute} other {In the last # minutes}}",
  "activity.operations": "Operations",
  "activity.operationsWords": "Operations in the last {minutes} minutes: {count}",
  "activity.refusals": "Refusals",
  "activity.refusalsWords": "Refused operations in the last {minutes} minutes: {count}",
  "activity.minute": "{count}, {ago, plural, one {in this minute} other {# minutes ago}}",
  "activity.interval": "Between blocks",
  "activity.intervalWords": "Between the last {blocks} blocks lie {seconds} seconds on average",
  "activity.seconds": "{seconds} s",
  "activity.all": "All blocks",

  "begin.title": "Begin here",
  "begin.verify": "Verify a file",
  "begin.verify.about": "Is it genuine, and does it hold today? The file never leaves this device.",
  "begin.run": "Run a command",
  "begin.run.about":
    "Every command of every service has its form, with a dry run before it is sent.",
} as const
