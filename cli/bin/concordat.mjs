#!/usr/bin/env node
/**
 * The `concordat` command. In a clone it hands over to the pinned Node and runs the sources; as an
 * installed package it runs the compiled files. Plain JavaScript for any Node from 20 on.
 */
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

const clone = fileURLToPath(new URL("../../scripts/bootstrap.mjs", import.meta.url))

if (existsSync(clone)) {
  const { run } = await import("../../scripts/bootstrap.mjs")
  await run("cli/main.ts")
} else {
  await import("../dist/main.js")
}
