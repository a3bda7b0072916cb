/**
 * A development ledger as `npm start` opens it, without a console: over a folder, on a port, until
 * it is ready. It ends with the exit status that `npm start` would end with.
 */
import { startDevelopment } from "../../cli/development/start.ts"

const [data = "", port = "0"] = process.argv.slice(2)
const options = { port: Number(port), data, fresh: false, assets: null }
process.exitCode = await startDevelopment({ ...options, until: () => Promise.resolve() })
