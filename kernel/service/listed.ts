/** What a definition names, in the order in which it is written: that order is part of it. */

/** Names with what they name. */
export function listed<Item>(named: Readonly<Record<string, Item>>): [name: string, Item][] {
  return Object.entries(named) // order: of definition
}

/** What is named. */
export function named<Item>(items: Readonly<Record<string, Item>>): Item[] {
  return Object.values(items) // order: of definition
}
