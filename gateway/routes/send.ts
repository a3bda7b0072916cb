/** The one way in: signed bytes, a sequence of them, or JSON that the development sign-in signs. */
import {
  type Code,
  codeRow,
  type Hash,
  type Operation,
  Refusal,
  type Runtime,
} from "@concordat/kernel"
import type { CheckAnswer, OperationRefusal } from "@concordat/node"
import { Hono } from "hono"
import { checkJson, receiptJson } from "../answers.ts"
import { operationOf } from "../commands.ts"
import type { GatewayOptions } from "../gateway.ts"
import { LONG_BODY_BYTES_MAX } from "../limits.ts"
import { mediaType, readBody, readJson } from "../requests/body.ts"
import { parameters } from "../requests/parameters.ts"
import { problemOf } from "../requests/problem.ts"
import { splitSequence } from "../requests/sequence.ts"
import { developmentKeys, signed, signersOf } from "../signing.ts"

const COSE = "application/cose"
const SEQUENCE = "application/cbor-seq"
const JSON_TYPE = "application/json"

type Answer = {
  readonly transaction: Hash
  readonly code: 0 | 1 | 2
  readonly refusals: readonly OperationRefusal[]
}

/** The status that a service gives its code. */
function statusOf(runtime: Runtime, { service, code }: OperationRefusal): number {
  const owner = runtime.services.find(({ name }) => name === service)
  return owner?.refusals[code]?.status ?? codeRow(code as Code).status ?? 409
}

/** The answer as it is when accepted, else its first refusal thrown as the problem of the whole. */
function settled<A extends Answer>(runtime: Runtime, answer: A): A {
  const first = answer.refusals[0]
  if (answer.code === 0 || first === undefined) return answer
  const { code, message, details, service, operation } = first
  const where = { ...details, transaction: answer.transaction, operation }
  const refusal = new Refusal(code, message, where, statusOf(runtime, first))
  refusal.service = service
  throw refusal
}

export function sendRoutes(options: GatewayOptions): Hono<{ Variables: { requestId: string } }> {
  const { ledger, after } = options
  const routes = new Hono<{ Variables: { requestId: string } }>()

  const submit = async (bytes: Uint8Array) =>
    receiptJson(settled(ledger.runtime, await ledger.submit(bytes)))
  const check = async (bytes: Uint8Array) =>
    checkJson(settled<CheckAnswer>(ledger.runtime, await ledger.check(bytes)))
  const sign = (request: Request, operations: readonly Operation[]) =>
    signed(options, signersOf(developmentKeys(options, request), request), operations)

  routes.post("/transactions", async (context) => {
    parameters(context.req.url, [])
    const type = mediaType(context.req.raw, [COSE, SEQUENCE])
    if (type === COSE) {
      return context.json(await submit(await readBody(context.req.raw, after)))
    }
    const body = await readBody(context.req.raw, after, LONG_BODY_BYTES_MAX)
    const results = splitSequence(body).map((bytes) =>
      submit(bytes).catch((error: unknown) => problemOf(error, context.get("requestId"))),
    )
    return context.json({ results: await Promise.all(results) })
  })

  routes.post("/check", async (context) => {
    parameters(context.req.url, [])
    const type = mediaType(context.req.raw, [COSE, JSON_TYPE])
    if (type === COSE) return context.json(await check(await readBody(context.req.raw, after)))
    const operation = operationOf(ledger.runtime, await readJson(context.req.raw, after))
    return context.json(await check(sign(context.req.raw, [operation])))
  })

  for (const service of ledger.runtime.services) {
    for (const [name, command] of Object.entries(service.commands)) {
      routes.post(`/${service.name}/${name}`, async (context) => {
        parameters(context.req.url, [])
        developmentKeys(options, context.req.raw)
        const input = command.input.fromJson(await readJson(context.req.raw, after))
        const operation = { command: `${service.name}.${name}`, input } as Operation
        return context.json(await submit(sign(context.req.raw, [operation])))
      })
    }
  }
  return routes
}
