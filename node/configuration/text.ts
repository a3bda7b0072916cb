/** A `concordat.toml` written by a program: what it was told, each with what the setting means. */
import { allSettings, nameOf } from "./settings.ts"

/** Values by the full name of their setting, in any order. */
export type Said = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** TOML's basic strings, numbers and arrays are those of JSON. */
const tomlOf = (value: Said[string]) => JSON.stringify(value)

/** The text of a file that says these settings; `head` are the words above them. */
export function configurationText(head: string, said: Said): string {
  const lines = head.split("\n").map((line) => `# ${line}`)
  let open = ""
  for (const { section, key, of } of allSettings()) {
    const value = said[nameOf(section, key)]
    if (value === undefined) continue
    if (section !== open) lines.push("", `[${section}]`)
    open = section
    lines.push(`# ${of.about}`, `${key} = ${tomlOf(value)}`)
  }
  return `${lines.join("\n")}\n`
}
