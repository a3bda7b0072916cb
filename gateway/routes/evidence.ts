/** Evidence: what can be checked offline, as the bundle's bytes or, by `Accept`, as its JSON. */
import { bundleKind, decodeBundle, type Hash, Invalid } from "@concordat/kernel"
import type { ClaimRequest, EvidenceRequest } from "@concordat/node"
import { Hono } from "hono"
import type { GatewayOptions } from "../gateway.ts"
import { integer, parameters } from "../requests/parameters.ts"
import { keyFromPath, placeOf } from "../state-path.ts"

/** Media type of a bundle's canonical bytes. */
export const EVIDENCE_TYPE = "application/vnd.concordat.evidence+cbor"
const JSON_TYPE = "application/json"

/** Which form the caller takes: bytes unless JSON is asked for and bytes are not. */
function wantsJson(accept: string | null): boolean {
  if (accept === null || accept.includes("*/*") || accept.includes(EVIDENCE_TYPE)) return false
  if (accept.includes(JSON_TYPE)) return true
  const reason = `Evidence comes as ${EVIDENCE_TYPE} or ${JSON_TYPE}.`
  throw new Invalid("accept_unsupported", "", reason, { expected: EVIDENCE_TYPE })
}

export function evidenceRoutes({ ledger }: GatewayOptions): Hono {
  const routes = new Hono()

  async function answer(request: Request, claims: readonly ClaimRequest[]): Promise<Response> {
    const { from, at } = parameters(request.url, ["from", "at"])
    const json = wantsJson(request.headers.get("accept"))
    const asked: EvidenceRequest = {
      claims,
      ...(from === undefined ? {} : { anchor: integer(from, "from") }),
      ...(at === undefined ? {} : { at: integer(at, "at") }),
    }
    const bytes = await ledger.evidence(asked)
    if (json) return Response.json(bundleKind.toJson(decodeBundle(bytes)))
    return new Response(new Uint8Array(bytes), {
      headers: {
        "Content-Type": EVIDENCE_TYPE,
        "Content-Disposition": 'attachment; filename="concordat.evidence"',
      },
    })
  }

  routes.get("/evidence/transactions/:id", (context) => {
    const id = context.req.param("id")
    if (!/^[0-9a-f]{64}$/.test(id)) {
      throw new Invalid("hex_malformed", "/transaction", "A transaction id is 64 hex digits.")
    }
    return answer(context.req.raw, [{ transaction: id as Hash }])
  })

  routes.get("/evidence/events/:position", (context) =>
    answer(context.req.raw, [{ event: integer(context.req.param("position"), "position") }]),
  )

  routes.get("/evidence/:service/:table/:key{.*}?", async (context) => {
    const { service, table } = context.req.param()
    const place = placeOf(ledger.runtime, service, table)
    const parts = new URL(context.req.url).pathname.split("/").slice(5).filter(Boolean)
    const key = keyFromPath(place, parts)
    const { value } = await ledger.row(key)
    return answer(context.req.raw, [value === null ? { absence: key } : { value: key }])
  })
  return routes
}
