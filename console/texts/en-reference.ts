/** English: the reference of addresses, for programs. */

/** The messages by key. */
export const referenceTexts = {
  "reference.title": "For programs",
  "reference.intro":
    "Every address of this node’s gateway, as it describes itself; all of them answer.",
  "reference.document": "The whole description, OpenAPI 3.1",
  "reference.find": "Find an address",
  "reference.none": "No address has all of these words.",
  "reference.whom": "For whom",
  "reference.open": "Anybody may ask here",
  "reference.guarded": "Those who show a token or have signed in",
  "reference.parameter": "{name} ({place})",
  "reference.takes": "Takes",
  "reference.gives": "Answers",
  "reference.refusals": "Refusals, status {status}",
  "reference.ask": "Ask it now",
} as const
