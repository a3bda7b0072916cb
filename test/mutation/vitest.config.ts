/** How the altered kernel is tested: all files in one process, and `judge.ts` as the last one. */
import { join } from "node:path"
import { defineConfig } from "vitest/config"
import type { TestSpecification } from "vitest/node"

const HERE = import.meta.dirname

/** The judge needs what all other files have left in the process. */
class JudgeLast {
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isJudge = ({ moduleId }: TestSpecification) => moduleId.endsWith("judge.test.ts")
    const sorted = files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
    return [...sorted.filter((file) => !isJudge(file)), ...sorted.filter(isJudge)]
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files
  }
}

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["kernel/**/*.test.ts"],
    setupFiles: [join(HERE, "setup.ts")],
    sequence: { sequencer: JudgeLast },
    testTimeout: 3_600_000,
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    isolate: false,
    reporters: ["dot"],
  },
})
