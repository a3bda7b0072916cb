/** Brings the built console up to date, and nothing else. */
import { buildConsole } from "./build-console.ts"

await buildConsole()
