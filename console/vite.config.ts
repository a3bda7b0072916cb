/**
 * How the console is built: two pages, the shell and the public verify page, and the service worker
 * that keeps the latter at hand without a network. `npx vite console` serves it for development,
 * with the API of a ledger at port 4400.
 */
import { fileURLToPath } from "node:url"
import react from "@vitejs/plugin-react"
import { defaultClientConditions, defineConfig, type Plugin } from "vite"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const LEDGER = "http://127.0.0.1:4400"

/** Hands the service worker the names of the files that the verify page needs. */
function offlineFiles(): Plugin {
  const wanted = /^assets\/(?!.*\.map$)/
  return {
    name: "concordat-offline-files",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["verify.html"]
      const worker = bundle["offline.js"]
      if (page?.type !== "asset" || worker?.type !== "chunk") return
      const files = reachedFrom(String(page.source), bundle).filter((name) => wanted.test(name))
      const list = JSON.stringify(files.sort().map((name) => `/${name}`))
      worker.code = worker.code.replace("__OFFLINE_FILES__", list.replaceAll('"', "'"))
    },
  }
}

/** Every file that a page names, and that those name in turn. */
function reachedFrom(html: string, bundle: Record<string, { type: string }>): string[] {
  const names = Object.keys(bundle)
  const text = (name: string) => {
    const file = bundle[name] as { code?: string; source?: string | Uint8Array }
    return file.code ?? String(file.source ?? "")
  }
  const reached = new Set<string>()
  const queue = [html]
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    for (const name of names) {
      const last = name.slice(name.lastIndexOf("/") + 1)
      if (reached.has(name) || !from.includes(last)) continue
      reached.add(name)
      queue.push(text(name))
    }
  }
  return [...reached]
}

export default defineConfig({
  root: here("."),
  plugins: [react(), offlineFiles()],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2024",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      input: {
        index: here("index.html"),
        verify: here("verify.html"),
        offline: here("verify/offline.ts"),
      },
      output: {
        entryFileNames: ({ name }) =>
          name === "offline" ? "offline.js" : "assets/[name]-[hash].js",
      },
    },
  },
  server: { proxy: { "/v1": LEDGER, "/openapi.json": LEDGER } },
})
