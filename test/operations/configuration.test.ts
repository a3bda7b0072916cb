/** The page of all settings is the one that their definitions give. */
import { readFileSync } from "node:fs"
import { allSettings } from "@concordat/node"
import { expect, it } from "vitest"
import { PAGE, reference } from "./reference.ts"

it("docs/operations/configuration.md is made from the settings as they are", () => {
  const how = "node --conditions=source test/operations/reference.ts writes it"
  expect(readFileSync(PAGE, "utf8"), how).toBe(reference())
})

it("has every setting once, with its meaning", () => {
  const text = reference()
  for (const { key, of } of allSettings()) {
    expect(text).toContain(`| \`${key}\`<br>`)
    expect(text).toContain(of.about.replaceAll("|", "\\|"))
  }
})
