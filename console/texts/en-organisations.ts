/** English: organisations, their functions, keys and rights. */

/** The messages by key. */
export const organisationsTexts = {
  "organisations.title": "Organisations",
  "organisations.intro": "Who keeps this ledger together, and who may look at it.",
  "organisations.empty": "No organisation is on the register.",
  "organisations.organisation": "Organisation",
  "organisations.name": "Name",
  "organisations.class": "Class",
  "organisations.status": "Status",
  "organisations.principals": "Functions",
  "organisations.since": "Since",
  "organisations.register": "As a table",

  "organisation.facts": "On the register",
  "organisation.threshold": "Decided by",
  "organisation.thresholdOf": "{need} of {have} administrators",
  "organisation.page": "Page",
  "organisation.changed": "Last change",
  "organisation.reason": "Reason",
  "organisation.principals": "Who acts for it",
  "organisation.noPrincipals": "Nobody yet.",
  "organisation.administrator": "Administrator",
  "organisation.unknown": "{party} is not on the register as of block {height}.",

  "principal.kind": "Kind",
  "principal.of": "Acts for",

  "keys.title": "Keys",
  "keys.none": "No keys of its own.",

  "keys.ending": "{count, plural, one {ends in # day} other {ends in # days}}",
  "keys.ended": "ended",

  "matrix.title": "Who may what",
  "matrix.note": "Open a cell for the grants that it hangs on, each with its proof.",
  "matrix.none": "Nobody here holds a right.",
  "matrix.role": "Right",
  "matrix.more": "{count, plural, one {The first # function} other {The first # functions}}.",
  "matrix.cell.direct": "granted",
  "matrix.cell.delegated": "passed on",
  "matrix.cell.ending": "ends soon",
  "matrix.cell.broken": "without effect",
  "matrix.cell.none": "no such right",
  "matrix.link.by": "by {grantor}:",
  "matrix.link.counts": "in force",
  "matrix.link.ended": "not in force",
  "matrix.link.missing": "holds no such right",

  "rights.title": "Rights",
  "rights.none": "No rights.",
  "rights.role": "Right",
  "rights.scope": "For",
  "rights.everywhere": "Everything",
  "rights.grantor": "Given by",
  "rights.until": "Until",
  "rights.status": "Status",
} as const
