/** English: what stands around every page. */

/** The messages by key. */
export const shellTexts = {
  "shell.skip": "Skip to content",
  "shell.pages": "Pages",
  "shell.rail": "The console",
  "shell.notices": "What to know of this ledger",
  "shell.menu": "Menu",
  "shell.version": "Version {version}, engine {engine}",
  "shell.development": "Development ledger: proves nothing to others.",
  "shell.offline": "The ledger does not answer. Pages show what it said last.",
  "shell.halted": "This node has stopped: {reason}. What is shown will not change.",

  "nav.verify": "Verify",
  "nav.overview": "Overview",
  "nav.inbox": "Inbox",
  "nav.waiting": "{count, plural, one {# thing waits} other {# things wait}}",
  "nav.services": "Services",
  "nav.explorer": "Explorer",
  "nav.organisations": "Organisations",
  "nav.access": "Access",
  "nav.network": "Network",

  "acting.as": "Acting as",

  "search.label": "Search",
  "search.hint": "Hash, account, name, height…",

  "help.open": "Keys and settings",
  "help.title": "Keys and settings",
  "help.keys": "Keys",
  "help.keysOn": "Single keys",
  "help.keysNote": "Off: no key acts by itself, for those who speak to their device.",
  "help.search": "Search",
  "help.list": "This list",
  "help.then": "then",
  "help.zone": "Times",
  "help.zone.local": "In the zone of this device, {zone}",
  "help.zone.utc": "In UTC",
  "help.theme": "Theme",
  "help.theme.auto": "As the system",
  "help.theme.light": "Light",
  "help.theme.dark": "Dark",

  "notFound.title": "There is no such page",
  "notFound.why":
    "Nothing is kept under {path}. The address may be mistyped, or of another ledger.",
  "notFound.overview": "To the overview",
  "notFound.search": "Search",
} as const
