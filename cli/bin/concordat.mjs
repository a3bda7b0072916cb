#!/usr/bin/env node
/**
 * The `concordat` command. In a clone it hands over to the pinned Node and runs the sources; as an
 * installed package it runs the compiled files. Plain JavaScript for any Node from 20 on.
 */
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

/**
 * Garbage is collected early: a batch of 100,000 documents then needs 220 MiB instead of 480. A
 * node (`run`) has the heap of a server.
 */
const SMALL_HEAP = ["--max-semi-space-size=4", "--heap-growing-percent=20"]
const flags = process.argv[2] === "run" ? [] : SMALL_HEAP

const clone = fileURLToPath(new URL("../../scripts/bootstrap.mjs", import.meta.url))

if (existsSync(clone)) {
  const { run } = await import("../../scripts/bootstrap.mjs")
  await run("cli/main.ts", flags)
} else {
  const { runProcess } = await import("../dist/main.js")
  await runProcess()
}
