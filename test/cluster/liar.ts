/**
 * A node of a network whose application lies to its engine: `liar.ts <file> --config <file>`. What
 * the first file says is the lie, from the moment it is there: `hash` a wrong app hash, `reject` no
 * proposal is good, `propose` proposals that hold no transaction, `slow` an answer that takes long.
 * `LIAR_CLOCK_MS` puts the clock of the node wrong, and that of its engine, which is `LIAR_ENGINE`.
 */
import { readFileSync } from "node:fs"
import { CometEngine } from "@concordat/engines/cometbft"
import type { Application } from "@concordat/engines/port"
import { systemClock } from "@concordat/node"
import { processSignals, runNode } from "../../cli/node/run.ts"

const SLOW_MS = 8_000
const [lie = "", , path = ""] = process.argv.slice(2)

function told(): string {
  try {
    return readFileSync(lie, "utf8").trim()
  } catch {
    return ""
  }
}

/** The application, but for its lies. */
function lying(application: Application): Application {
  const lies: Partial<Application> = {
    async finalizeBlock(request) {
      const answer = await application.finalizeBlock(request)
      if (told() === "slow") await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      if (told() !== "hash") return answer
      return { ...answer, appHash: answer.appHash.map((byte) => byte ^ 1) }
    },
    async processProposal(request) {
      return told() === "reject" ? "lie" : application.processProposal(request)
    },
    async prepareProposal(request) {
      const honest = await application.prepareProposal(request)
      return told() === "propose" ? [...honest, new Uint8Array([1, 2, 3])] : honest
    },
  }
  return new Proxy(application, {
    get(target, name) {
      const value = lies[name as keyof Application] ?? Reflect.get(target, name, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}

const { LIAR_CLOCK_MS, LIAR_ENGINE } = process.env
if (LIAR_CLOCK_MS !== undefined && LIAR_ENGINE !== undefined) {
  const { open } = CometEngine
  Object.assign(systemClock, { now: () => Date.now() + Number(LIAR_CLOCK_MS) })
  process.env["ENGINE_CLOCK_SHIFT"] = `${LIAR_CLOCK_MS}ms`
  CometEngine.open = (options) => open.call(CometEngine, { ...options, binary: LIAR_ENGINE })
}

const { start } = CometEngine.prototype
CometEngine.prototype.start = function (application) {
  return start.call(this, lying(application))
}
process.exitCode = await runNode({ path, variables: process.env, signals: processSignals() })
