/** How the tests run: TypeScript sources through the `source` export condition, no build first. */
import { defineConfig } from "vitest/config"

const fast = process.env["CONCORDAT_FAST"] === "1"

/** What the inner loop leaves out: slow files, and what crosses rooms, but the house rules. */
const SLOW = ["**/*.slow.test.{ts,tsx}", "test/*/**"]

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "{kernel,services,engines,node,gateway,sdk,cli,console,test,scripts}/**/*.test.{ts,tsx}",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", ...(fast ? SLOW : [])],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "threads",
    maxWorkers: 2,
    // Files of the inner loop share the modules of their worker: reading them costs a third of it.
    isolate: !fast,
  },
})
