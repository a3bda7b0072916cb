/** `npm run check`: the quick answers, lint and format by Biome, types by TypeScript. */
import { lint, types } from "./test/steps.ts"

const results = [await lint(), await types()]
process.exitCode = results.every((result) => result.failed === 0) ? 0 : 1
