/** English: what waits for whoever looks. */

/** The messages by key. */
export const inboxTexts = {
  "inbox.title": "Inbox",
  "inbox.acting": "What waits for {party}, as whom you act, and its organisation.",
  "inbox.session": "What waits for {party}, as whom you signed in, and your organisation.",
  "inbox.chosen": "What waits for {party}. You look on: nobody signed in here.",
  "inbox.nobody": "What waits for an organisation: ballots, keys that end, upgrades.",
  "inbox.choose": "Nobody signed in here. Choose the organisation for which you look.",
  "inbox.mine": "For",
  "inbox.none": "Choose",
  "inbox.empty": "Nothing waits for {party}: no ballot, nothing to carry out, no key ends soon.",
  "inbox.what": "What",
  "inbox.kind": "To do",
  "inbox.left": "Time left",
  "inbox.by": "Until",
  "inbox.noEnd": "no end",
} as const
