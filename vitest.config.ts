/** How the tests run: TypeScript sources through the `source` export condition, no build first. */
import { defineConfig } from "vitest/config"

const fast = process.env["CONCORDAT_FAST"] === "1"
/** A part of a whole run (scripts/test/vitest.ts); none where paths are named. */
const part = process.env["CONCORDAT_PART"]
/** Properties that run so many times as often (test/runs.ts) may take as many times as long. */
const times = Math.max(1, Number(process.env["CONCORDAT_RUNS"] ?? 1) || 1)

/**
 * Whoever reaches it hangs, also where a network shares two cores with other tests. No test is
 * run a second time: one that failed once is a defect.
 */
const HANG_MS = 300_000

const ROOMS = "{kernel,services,engines,node,gateway,sdk,cli,console,test,scripts}"

/** What the inner loop leaves out: slow files, and what crosses rooms, but the house rules. */
const SLOW = [`${ROOMS}/**/*.slow.test.{ts,tsx}`, "test/*/**/*.test.{ts,tsx}"]

/** What starts networks: one after another, so that none takes another's time. */
const MACHINES = [
  "engines/cometbft/**/*.slow.test.ts",
  "test/{cluster,operations}/**/*.test.ts",
  "test/browser/network.slow.test.ts",
]

const ALL = [`${ROOMS}/**/*.test.{ts,tsx}`]

/** Files that share the modules of their worker: reading them costs a third of it. */
const shares = fast || part === "quick"
const INCLUDED: Readonly<Record<string, readonly string[]>> = { machines: MACHINES, slow: SLOW }

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [...(INCLUDED[part ?? ""] ?? ALL)],
    exclude: [
      ...["**/node_modules/**", "**/dist/**"],
      ...(shares ? SLOW : []),
      ...(part === "slow" ? MACHINES : []),
    ],
    testTimeout: HANG_MS * times,
    hookTimeout: HANG_MS,
    // Not threads: V8 may end a process in which many WebAssembly modules came and went
    // (nodejs/node issue 64500), and PGlite is one. A file that ends so is then the only one.
    pool: "forks",
    maxWorkers: part === undefined ? 2 : 1,
    isolate: !shares,
  },
})
