/**
 * The node that is judged, in a process of its own: a development ledger as `npm start` opens it,
 * without a console, over a folder and on any free port, which it prints.
 */
import { startDevelopment } from "../../cli/development/start.ts"

const data = process.argv[2]!
process.exitCode = await startDevelopment({ port: 0, data, fresh: false, assets: null })
