/** English: what happens in the register of documents, and what is asked of it. */

/** What happened, by event. */
export const events = {
  class_set: "{owner} defined the class {class}, version {version}.",
  statement_registered:
    "{issuer} registered {count, plural, one {# document} other {# documents}} of class {class}.",
  status_changed: "{issuer} set a document of class {class} to {state}.",
  document_superseded: "{issuer} replaced a document of class {class}.",
  documents_disposed: "{issuer} disposed of documents whose time was over.",
} as const

/** What is asked for, by command. */
export const commands = {
  setClass: "Define the class {class}",
  register: "Register a sealed statement",
  supersede: "Replace a document",
  suspend: "Suspend a document",
  reinstate: "Reinstate a document",
  revoke: "Revoke a document: {reason}",
  dispose: "Dispose of documents",
} as const
