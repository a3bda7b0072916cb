/** XML as plain values: what the mapping works on, whatever read it. */

/** One attribute. */
export type XmlAttribute = {
  readonly name: string
  /** "" for none. */
  readonly namespace: string
  readonly value: string
}

/** One element. Comments and processing instructions are not kept. */
export type XmlElement = {
  readonly name: string
  /** "" for none. */
  readonly namespace: string
  readonly attributes: readonly XmlAttribute[]
  /** Elements and texts in their order; space between elements is left out. */
  readonly content: readonly (XmlElement | string)[]
}

/** The elements directly inside another one, also those of one name alone. */
export function childrenOf({ content }: XmlElement, name?: string): readonly XmlElement[] {
  const elements = content.filter((part) => typeof part !== "string")
  return name === undefined ? elements : elements.filter((element) => element.name === name)
}

/** The first element on a path of names, or undefined. */
export function at(element: XmlElement | undefined, ...path: readonly string[]) {
  let here = element
  for (const name of path) {
    if (here === undefined) return undefined
    here = childrenOf(here, name)[0]
  }
  return here
}

/** The text on a path of names, without space around it; undefined where there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]) {
  const found = at(element, ...path)
  if (found === undefined) return undefined
  const text = found.content.filter((part) => typeof part === "string").join("")
  return text.trim()
}

/** The value of an attribute without a namespace. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attributes.find((one) => one.name === name && one.namespace === "")?.value
}
