/** An organisation that rehearsed an upgrade says that it is ready, and with which program. */
import { ascii, command, ensure, hash } from "@concordat/kernel"
import { power } from "../validators/service.ts"
import { readySignalled } from "./events.ts"
import { refuse } from "./refusals.ts"
import { readiness } from "./tables.ts"
import { planOf } from "./upgrade.ts"

export const signalReady = command({
  about: "Say that the own organisation is ready for the planned upgrade.",
  role: "org.operator",
  input: { name: ascii(40), sha256: hash },
  run(tx, { name, sha256 }) {
    const { organisation } = tx
    const plan = planOf(tx)
    ensure(plan?.name === name, refuse.unknown_upgrade, { name })
    ensure(power.has(tx, { organisation }), refuse.unknown_validator, { organisation })
    const planned = plan.artifacts.some((artifact) => artifact.sha256 === sha256)
    ensure(planned, refuse.digest_mismatch, { actual: sha256 })

    readiness.put(tx, { organisation }, { name, sha256, at: tx.height })
    tx.emit(readySignalled, { organisation, name, sha256 })
  },
})
