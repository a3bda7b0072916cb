/** English: search, and the list of codes. */

/** The messages by key. */
export const searchTexts = {
  "search.title": "Search",
  "search.for": "Search: {text}",
  "search.what":
    "A block’s height, a transaction, any digest or identifier, an account’s number, " +
    "an organisation or a function, words of a name, a command, a table, a code.",
  "search.found": "Found",
  "search.nothing": "Not on this ledger up to block {height}.",
  "search.nothingNote": "Looked for as: {kinds}.",
  "search.notKnown": "Nothing here is called so, and it has no form that could be asked for.",
  "search.kind.block": "Block",
  "search.kind.transaction": "Transaction",
  "search.kind.event": "Event",
  "search.kind.row": "{table} of {service}",
  "search.kind.organisation": "Organisation",
  "search.kind.principal": "Function of an organisation",
  "search.kind.service": "Service",
  "search.kind.command": "Command of {service}",
  "search.kind.table": "Table of {service}",
  "search.kind.code": "Code",
  "search.kind.page": "Page",

  "codes.title": "Code {code}",
  "codes.unknown": "There is no code {code}.",
  "codes.unknownNote": "Codes are a closed list; perhaps a newer version knows it.",
  "codes.sentence": "What it says",
  "codes.next": "What to do",
  "codes.kind": "Kind",
  "codes.status": "HTTP status",
  "codes.noStatus": "None: it is never an answer over HTTP.",
  "codes.exit": "Exit code",
  "codes.of": "Of the service",
  "codes.platform": "Of the platform: the same everywhere",
  "codes.kind.invalid": "The input is wrong by itself; it was never executed.",
  "codes.kind.refusal": "The rules said no; nothing was changed.",
  "codes.kind.operating": "No decision was reached; the same may be tried again.",
  "codes.kind.verdict": "A verifier finds that the evidence does not prove it.",
  "codes.kind.bug": "An assertion of the program failed; the node stopped before it committed.",
} as const
