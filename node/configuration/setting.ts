/** The forms of settings: each takes what TOML or the environment gave, or says why not. */

/** One setting. `parse` answers the value, or in words what would be right. */
export type Setting<T> = {
  readonly about: string
  readonly default: T
  /** Bounds or choices, for people. */
  readonly bounds: string
  /** Takes effect by SIGHUP. */
  readonly reload: boolean
  /** Only its default is taken: this version does nothing else yet. */
  readonly reserved: boolean
  readonly choices: readonly string[]
  /** `value` is what TOML gave, or a text of the environment. */
  parse(value: unknown): { readonly value: T } | { readonly expected: string }
}

type About = { readonly about: string; readonly reload?: boolean }

function setting<T>(
  { about, reload = false }: About,
  fallback: T,
  bounds: string,
  take: (value: unknown) => T | undefined,
  choices: readonly string[] = [],
): Setting<T> {
  return {
    ...{ about, bounds, reload, choices },
    ...{ default: fallback, reserved: false },
    parse(value) {
      const taken = take(value)
      return taken === undefined ? { expected: bounds } : { value: taken }
    },
  }
}

/**
 * A setting that stands in the file already and does nothing yet: any other value than its default
 * is refused, so that nobody believes it is honoured.
 */
export function reserved<T>(of: Setting<T>): Setting<T> {
  const bounds = `${JSON.stringify(of.default)}; nothing else in this version`
  return {
    ...of,
    bounds,
    reserved: true,
    parse(value) {
      const taken = of.parse(value)
      const same = "value" in taken && JSON.stringify(taken.value) === JSON.stringify(of.default)
      return same ? taken : { expected: bounds }
    },
  }
}

/** A text of a form, or nothing. */
export function textOf(about: About, form: RegExp, bounds: string): Setting<string | null> {
  const take = (value: unknown) =>
    typeof value === "string" && form.test(value) ? value : undefined
  return setting<string | null>(about, null, bounds, take)
}

/** A text of a form. */
export function textWith(
  about: About,
  fallback: string,
  form: RegExp,
  bounds: string,
): Setting<string> {
  const take = (value: unknown) =>
    typeof value === "string" && form.test(value) ? value : undefined
  return setting(about, fallback, bounds, take)
}

const PATH = /^[^\0\n]{1,4096}$/
const PATH_BOUNDS = "a path; a relative one begins at the folder of this file"

/** A file or folder that is always there. */
export function path(about: About, fallback: string): Setting<string> {
  return setting(about, fallback, PATH_BOUNDS, (value) =>
    typeof value === "string" && PATH.test(value) ? value : undefined,
  )
}

/** A file or folder that there may be. */
export function pathOrNone(about: About): Setting<string | null> {
  return textOf(about, PATH, PATH_BOUNDS)
}

/** Yes or no. */
export function flag(about: About, fallback: boolean): Setting<boolean> {
  return setting(about, fallback, "true or false", (value) => {
    if (typeof value === "boolean") return value
    return value === "true" ? true : value === "false" ? false : undefined
  })
}

/** A whole number within bounds. */
export function whole(about: About, fallback: number, min: number, max: number): Setting<number> {
  return setting(about, fallback, `a whole number, ${min} to ${max}`, (value) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value
    const fits = Number.isSafeInteger(number) && Number(number) >= min && Number(number) <= max
    return fits ? Number(number) : undefined
  })
}

/** A whole number within bounds, or nothing. */
export function wholeOrNone(about: About, min: number, max: number): Setting<number | null> {
  const { bounds, parse } = whole(about, min, min, max)
  return setting<number | null>(about, null, bounds, (value) => {
    const taken = parse(value)
    return "value" in taken ? taken.value : undefined
  })
}

/** One of these names. */
export function choice<const Name extends string>(
  about: About,
  fallback: Name,
  names: readonly Name[],
): Setting<Name> {
  const bounds = `one of ${names.map((name) => `"${name}"`).join(", ")}`
  const take = (value: unknown) => names.find((name) => name === value)
  return setting(about, fallback, bounds, take, names)
}

/** Texts of a form; in the environment with commas between them. */
export function listOf(about: About, form: RegExp, bounds: string): Setting<readonly string[]> {
  return setting<readonly string[]>(about, [], bounds, (value) => {
    const list = typeof value === "string" ? value.split(",").filter(Boolean) : value
    const fits = Array.isArray(list) && list.every((one) => form.test(String(one)))
    return fits ? list.map(String) : undefined
  })
}

/** Some of these names, each once; or nothing said. */
export function someOf<const Name extends string>(
  about: About,
  names: readonly Name[],
): Setting<readonly Name[] | null> {
  const bounds = `a list of ${names.map((name) => `"${name}"`).join(", ")}`
  return setting<readonly Name[] | null>(about, null, bounds, (value) => {
    const list = typeof value === "string" ? value.split(",").filter(Boolean) : value
    if (!Array.isArray(list) || new Set(list).size !== list.length) return undefined
    const known = names.filter((name) => list.includes(name))
    return known.length === list.length ? known : undefined
  })
}

const ADDRESS = /^(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):(\d{1,5})$/
const LOOPBACK = /^(\[::1\]|localhost|127\.[0-9.]+):/
const PORT_MAX = 65_535

/** `host:port`; `near` takes this machine's own addresses only. */
export function address(about: About, fallback: string, near = false): Setting<string> {
  const where = near ? " of loopback" : ""
  return setting(about, fallback, `host:port${where}, such as "${fallback}"`, (value) => {
    if (typeof value !== "string" || (near && !LOOPBACK.test(value))) return undefined
    const port = ADDRESS.exec(value)?.[2]
    return port !== undefined && Number(port) <= PORT_MAX ? value : undefined
  })
}
