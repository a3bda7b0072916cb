/**
 * How much a browser loads to verify offline: the SDK's verifier as Vite builds it, compressed as a
 * server would send it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build, defaultClientConditions } from "vite"
import type { Bench, Measurement } from "../../scripts/bench/harness.ts"
import { ROOT } from "../../scripts/sources.ts"

const GZIP_LEVEL = 9
const KB = 1_000

/** Kilobytes that these names of the SDK take with all that they need. */
async function weigh(from: string, names: readonly string[]): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), "concordat-verifier-"))
  try {
    const entry = join(folder, "entry.ts")
    writeFileSync(entry, `export { ${names.join(", ")} } from "${join(ROOT, from)}"\n`)
    const built = await build({
      root: folder,
      logLevel: "error",
      configFile: false,
      resolve: { conditions: ["source", ...defaultClientConditions] },
      build: {
        ...{ write: false, target: "es2024", minify: true },
        lib: { entry, formats: ["es"] },
        rollupOptions: { treeshake: { moduleSideEffects: false } },
      },
    })
    const outputs = [built].flat().flatMap((one) => ("output" in one ? one.output : []))
    const chunks = outputs.filter((output) => output.type === "chunk")
    const sizeOf = (some: typeof chunks) =>
      gzipSync(some.map(({ code }) => code).join(""), { level: GZIP_LEVEL }).length / KB
    const later = new Set(chunks.flatMap(({ dynamicImports }) => dynamicImports))
    const value = sizeOf(chunks.filter(({ fileName }) => !later.has(fileName)))
    const rest = sizeOf(chunks.filter(({ fileName }) => later.has(fileName)))
    const note = `${chunks.length} files; ${rest.toFixed(0)} kB more where a file asks for it`
    return { value, unit: "kB", note }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const benches: readonly Bench[] = [
  {
    name: "verifier.bundle",
    about: "Evidence about events, rows and transactions: `verify` of the SDK.",
    target: { value: 60, unit: "kB", better: "less" },
    run: () => weigh("sdk/index.ts", ["verify"]),
  },
  {
    name: "verifier.document",
    about: "The same and documents with their statements: `verifyDocument`.",
    target: { value: 60, unit: "kB", better: "less" },
    run: () => weigh("sdk/document/index.ts", ["verifyDocument"]),
  },
]
