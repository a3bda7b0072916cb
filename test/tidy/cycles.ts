/** No two files need each other to load, not even through others. Types may be recursive. */
import type { Module } from "./module.ts"
import { isTest } from "./project.ts"
import type { Rule } from "./rule.ts"

/** No cycles between files. */
export const cycles: Rule = {
  name: "no cycle",
  instead: "move what both need into a third file, or pass it as an argument",
  *check({ modules }) {
    const graph = new Map<string, string[]>()
    for (const module of modules.values()) {
      if (!isTest(module.path)) graph.set(module.path, targets(module))
    }
    for (const cycle of components(graph)) {
      const [path = ""] = cycle
      yield { path, line: 1, found: cycle.join(" → ") }
    }
  },
  plants: [
    {
      files: {
        "kernel/a.ts": 'import { b } from "./b.ts"\nexport const a = b\n',
        "kernel/b.ts": 'import { c } from "./c.ts"\nexport const b = c\n',
        "kernel/c.ts": 'import { a } from "./a.ts"\nexport const c = a\n',
        "kernel/d.ts": 'import { a } from "./a.ts"\nimport type { E } from "./e.ts"\n',
        "kernel/e.ts": 'import type { D } from "./d.ts"\n',
        "kernel/f.ts": 'import { d } from "./d.ts"\nconst late = () => import("./g.ts")\n',
        "kernel/g.ts": 'import { f } from "./f.ts"\n',
      },
      at: ["kernel/a.ts:1"],
    },
  ],
}

/** Types vanish before loading, and late imports run when everything is loaded. */
function targets({ imports }: Module): string[] {
  return imports.flatMap(({ kind, target }) => (kind === "value" && target !== null ? target : []))
}

/** Strongly connected components of more than one file (Tarjan 1972). */
function components(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (path: string) => {
    index.set(path, index.size)
    low.set(path, index.get(path)!)
    stack.push(path)
    for (const target of graph.get(path) ?? []) {
      if (!index.has(target)) visit(target)
      if (stack.includes(target)) low.set(path, Math.min(low.get(path)!, low.get(target)!))
    }
    if (low.get(path) !== index.get(path)) return
    const component = stack.splice(stack.indexOf(path)).sort()
    if (component.length > 1) found.push(component)
  }
  for (const path of graph.keys()) if (!index.has(path)) visit(path)
  return found
}
