/** What a code means: the address that a problem's `type` names (RFC 9457, section 3.1.1). */
import { codeRow, type Json, nearestName, Refusal } from "@concordat/kernel"
import type { GatewayOptions } from "../gateway.ts"
import { consoleAnswer } from "./console-files.ts"
import { component, inPath, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"

/** People who follow the address get the console's page of the code. */
const HTML_TYPE = "text/html"

/** What a code means: the platform's own, or that of each service which has one of its name. */
function meaningOf({ ledger }: GatewayOptions, code: string): Json {
  const platform = codeRow(code)
  if (platform !== undefined) {
    const { kind, status, title, hint } = platform
    return { code, kind, status, title, hint, services: [] }
  }
  const owners = ledger.runtime.services.filter(({ refusals }) => Object.hasOwn(refusals, code))
  const [owner] = owners
  if (owner === undefined) throw unknownCode({ ledger }, code)
  const { message, status } = owner.refusals[code]!
  const services = owners.map(({ name }) => name)
  return { code, kind: "refusal", status, title: message, hint: "", services }
}

function unknownCode({ ledger }: Pick<GatewayOptions, "ledger">, code: string): Refusal {
  const known = ledger.runtime.services.flatMap(({ refusals }) => Object.keys(refusals))
  const guess = nearestName(code, known)
  const help = guess === null ? "" : ` Did you mean "${guess}"?`
  return new Refusal("unknown_record", `There is no such code.${help}`, {}, 404)
}

/** `/codes/{code}`: JSON for programs, the console's page for who would rather read. */
export function codeRoutes(options: GatewayOptions): readonly Route[] {
  return [
    {
      ...{ method: "GET", path: "/codes/{code}", name: "code", tag: "ledger", access: "public" },
      about: "What a code of a problem means, and what to do",
      parameters: [inPath("code", "Code of a problem", { type: "string" }, "unknown_class")],
      gives: { [JSON_TYPE]: component("Code"), [HTML_TYPE]: { type: "string" } },
      codes: ["unknown_record"],
      answer: ({ path, accepted }) => {
        const page = accepted === HTML_TYPE ? consoleAnswer(options, "/codes") : null
        return page ?? jsonAnswer(meaningOf(options, path["code"]!))
      },
    },
  ]
}
