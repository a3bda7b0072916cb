/**
 * The reference page of all settings, made from their definitions. `node --conditions=source
 * test/operations/reference.ts` writes it; the test beside compares.
 */
import { writeFileSync } from "node:fs"
import { allSettings, variableOf } from "@concordat/node"

/** Where the page lies. */
export const PAGE = "docs/operations/configuration.md"

const HEAD = `# Configuration

One file, \`concordat.toml\`, written by \`concordat init\`; a variable of the environment overrides
a setting. Relative paths begin at the folder of the file. Secrets are named by their file. Nothing
here can change a result: what validators must agree on lies in the ledger.

\`\`\`sh
concordat config check     # every fault of file, environment and genesis at once, with its line
concordat config explain log.level
concordat config diff      # what differs from the defaults, and who said so
kill -HUP <process>        # what is marked *reload* takes effect; the rest waits for a start
\`\`\`

An unknown setting, a value out of bounds or two listeners on one port refuse the start (78). A
*reserved* setting takes its default alone: this version does nothing else yet.

The table is made from \`node/configuration/settings.ts\` by \`test/operations/reference.ts\`.
`

const COLUMNS = ["| setting | default | takes | meaning |", "|---|---|---|---|"]

const cell = (text: string) => text.replaceAll("|", "\\|")

/** The text of the page. */
export function reference(): string {
  const lines: string[] = []
  let open = ""
  for (const { section, key, of } of allSettings()) {
    if (section !== open) {
      lines.push("", `## ${section}`, ...COLUMNS)
    }
    open = section
    const fallback = of.default === null ? "" : `\`${JSON.stringify(of.default)}\``
    const marks = [of.reload ? "*reload*" : "", of.reserved ? "*reserved*" : ""].filter(Boolean)
    const takes = of.reserved ? "" : cell(of.bounds)
    const meaning = [cell(of.about), ...marks].join(" ")
    const names = `\`${key}\`<br>\`${variableOf(section, key)}\``
    lines.push(`| ${names} | ${fallback} | ${takes} | ${meaning} |`)
  }
  return `${HEAD}${lines.join("\n")}\n`
}

if (import.meta.main) writeFileSync(PAGE, reference())
