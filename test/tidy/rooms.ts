/** The table of rooms (ARCHITECTURE.md): which room may import which, and which never. */
import type { Import, Module } from "./module.ts"
import { isConfig, isTest, roomOf } from "./project.ts"
import { type Finding, lines, manifest, type Rule } from "./rule.ts"

type Room = {
  /** Other rooms that any file of this one may import. */
  readonly rooms: readonly string[]
  /** Packages by prefix, or all that its package.json declares. */
  readonly packages: readonly string[] | "declared"
  /** Whether `node:*` may be imported. */
  readonly node: boolean
}

const ALL = ["kernel", "services", "engines", "node", "gateway", "sdk", "cli", "console"]

/** The table. Test and scripts may import everything; nobody imports cli. */
const ROOMS: Readonly<Record<string, Room>> = {
  kernel: { rooms: [], packages: ["@noble/"], node: false },
  services: { rooms: ["kernel"], packages: [], node: false },
  engines: { rooms: ["kernel"], packages: [], node: true },
  node: { rooms: ["kernel", "engines"], packages: "declared", node: true },
  gateway: { rooms: ["kernel", "services", "sdk"], packages: "declared", node: true },
  sdk: { rooms: ["kernel", "services"], packages: "declared", node: false },
  cli: { rooms: ALL, packages: "declared", node: true },
  console: { rooms: ["kernel", "services", "sdk"], packages: "declared", node: false },
  scripts: { rooms: ALL, packages: "declared", node: true },
}

/** What single files may import beyond their room's row. */
const EXCEPTIONS: readonly { readonly file: RegExp; readonly may: RegExp }[] = [
  {
    file: /^services\/[^/]+\/(screens\.tsx|screens\/[^/]+\.tsx?)$/,
    may: /^(@concordat\/sdk|@concordat\/console\/components|react)(\/|$)/,
  },
  { file: /^services\/[^/]+\/console\.ts$/, may: /^@concordat\/console\/components$/ },
  { file: /^services\/[^/]+\/queries\.ts$/, may: /^kysely$/ },
  { file: /^node\/services\.ts$/, may: /^@concordat\/services\// },
]

/** Who may import what. */
export const rooms: Rule = {
  name: "table of rooms",
  instead:
    "import what ARCHITECTURE.md's table of rooms allows, another room by its package name; " +
    "what two rooms need belongs into the lower one",
  *check({ modules }) {
    for (const module of modules.values()) {
      if (isTest(module.path) || isConfig(module.path)) continue
      for (const each of module.imports) {
        const fault = faultOf(module, each)
        if (fault !== null) yield finding(module, each, fault)
      }
    }
  },
  plants: [
    {
      files: {
        "kernel/a.ts": lines(
          'import { x } from "node:fs"',
          'import { y } from "@noble/hashes/sha2.js"',
        ),
        "kernel/b.ts": 'import type { z } from "fast-check"\n',
        "kernel/b.test.ts": 'import { z } from "fast-check"\n',
      },
      at: ["kernel/a.ts:1", "kernel/b.ts:1"],
    },
    {
      files: {
        "kernel/package.json": manifest("@concordat/kernel"),
        "kernel/index.ts": "export const a = 1\n",
        "sdk/a.ts": lines(
          'import { a } from "@concordat/kernel"',
          'import { b } from "../kernel/index.ts"',
        ),
        "sdk/b.ts": lines(
          'import { b } from "@concordat/gateway"',
          "",
          'const late = await import("@concordat/node")',
        ),
        "engines/a.ts": lines(
          'import { b } from "@concordat/services/money"',
          'import { c } from "pino"',
        ),
        "node/a.ts": lines(
          'import { b } from "concordat"',
          "",
          'import { b } from "@concordat/services/money"',
        ),
        "node/services.ts": 'import { b } from "@concordat/services/money"\n',
      },
      at: [
        "sdk/a.ts:2",
        "sdk/b.ts:1",
        "sdk/b.ts:3",
        "engines/a.ts:1",
        "engines/a.ts:2",
        "node/a.ts:1",
        "node/a.ts:3",
      ],
    },
    {
      files: {
        "gateway/a.ts": lines(
          'import type { Ledger } from "@concordat/node"',
          'import { openNode } from "@concordat/node"',
        ),
        "services/a/service.ts": lines(
          'import { b } from "../b/service.ts"',
          'import { c } from "../b/rules.ts"',
        ),
        "services/a/queries.ts": 'import { sql } from "kysely"\n',
        "services/a/console.ts": lines(
          'import type { KnownService } from "@concordat/console/components"',
          'import { useState } from "react"',
        ),
        "services/a/screens.tsx": 'import { getRow } from "@concordat/sdk"\n',
        "services/a/screens/page.tsx": lines(
          'import { Page } from "@concordat/console/components"',
          'import { verifyDocument } from "@concordat/sdk/document"',
          'import { frame } from "@concordat/console/shell"',
          'import { Drawer } from "@mantine/core"',
        ),
        "services/a/tables.ts": 'import { Page } from "@concordat/console/components"\n',
        "services/b/rules.ts": 'import { sql } from "kysely"\n',
        "services/b/service.ts": lines(
          'import "./b.test.ts"',
          'import { runs } from "../../test/runs.ts"',
        ),
        "services/b/b.test.ts": 'import { runs } from "../../test/runs.ts"\n',
        "test/runs.ts": "export const runs = 1\n",
      },
      at: [
        "gateway/a.ts:2",
        "services/a/service.ts:2",
        "services/a/console.ts:2",
        "services/a/screens/page.tsx:3",
        "services/a/screens/page.tsx:4",
        "services/a/tables.ts:1",
        "services/b/rules.ts:1",
        "services/b/service.ts:1",
        "services/b/service.ts:2",
      ],
    },
  ],
}

function finding({ path }: Module, { line, specifier }: Import, fault: string): Finding {
  return { path, line, found: `"${specifier}": ${fault}` }
}

function faultOf(module: Module, each: Import): string | null {
  const room = roomOf(module.path)
  const row = ROOMS[room]
  if (row === undefined) return null
  if (each.target !== null && isTest(each.target)) return "only tests import tests"
  const excepted = EXCEPTIONS.some(
    ({ file, may }) => file.test(module.path) && may.test(each.specifier),
  )
  if (excepted) return null
  if (/^\.\.?\//.test(each.specifier)) return relativeFault(module.path, each, room)
  if (each.specifier.startsWith("node:")) {
    return row.node ? null : `${room} runs in a browser and imports no node:*`
  }
  return packageFault(room, row, each)
}

function relativeFault(path: string, { target, kind }: Import, room: string): string | null {
  if (target === null || room === "scripts") return null
  if (roomOf(target) !== room) {
    if (room === "cli" && kind === "late") return null
    return "another room is imported by its package name"
  }
  const service = (file: string) => file.split("/")[1]
  const foreign = room === "services" && service(path) !== service(target)
  if (foreign && !target.endsWith("/service.ts")) {
    return "a service shows another one its service.ts, nothing else"
  }
  return null
}

function packageFault(room: string, row: Room, each: Import): string | null {
  const { specifier } = each
  const named = /^@concordat\/([a-z]+)|^(concordat)$/.exec(specifier)
  if (named === null) {
    if (row.packages === "declared") return null
    const allowed = row.packages.some((prefix) => specifier.startsWith(prefix))
    return allowed || each.target !== null ? null : `${room} imports no such package`
  }
  const other = named[1] ?? "cli"
  if (other === room || row.rooms.includes(other)) return null
  if (room === "gateway" && other === "node" && each.kind === "type") return null
  return `${room} does not import ${other}`
}
