/** The one way in: signed bytes, a sequence of them, or JSON that the development sign-in signs. */
import type { Json } from "@concordat/kernel"
import { checkJson, receiptJson } from "../answers.ts"
import type { GatewayOptions } from "../gateway.ts"
import { LONG_BODY_BYTES_MAX, SEQUENCE_TRANSACTIONS_MAX } from "../limits.ts"
import { jsonOf } from "../requests/body.ts"
import { operationOf } from "../requests/operation.ts"
import { problemOf } from "../requests/problem.ts"
import { splitSequence } from "../requests/sequence.ts"
import { developmentKeys, signed, signerParameters, signersOf } from "../signing.ts"
import { type Answer, type Asked, component, JSON_TYPE, jsonAnswer, type Route } from "./route.ts"
import { settled } from "./settled.ts"

const COSE = "application/cose"
const SEQUENCE = "application/cbor-seq"
const COSE_BODY = { schema: { type: "string", contentMediaType: COSE } } as const

/** Defines a class of documents, as the seeded registrar may. */
const EXAMPLE: Json = {
  command: "provenance.setClass",
  input: {
    ...{ class: "thesis", title: "Thesis", accreditation: null, approvals: 1, keep: 3650 },
    ...{ fields: "00".repeat(32), reasons: "shown", version: 1, open: true },
  },
}

/** What came of one transaction of a sequence: its receipt, or a problem. */
async function oneOf(
  { ledger }: GatewayOptions,
  bytes: Uint8Array,
  requestId: string,
): Promise<Json> {
  try {
    return receiptJson(settled(ledger.runtime, await ledger.submit(bytes)))
  } catch (failure) {
    return problemOf(failure, requestId)
  }
}

async function submit(
  options: GatewayOptions,
  { type, body, requestId, spend }: Asked,
): Promise<Answer> {
  const { ledger } = options
  if (type === COSE) {
    return jsonAnswer(receiptJson(settled(ledger.runtime, await ledger.submit(body))))
  }
  const items = splitSequence(body)
  if (items.length > 1) spend(items.length - 1)
  return jsonAnswer({
    results: await Promise.all(items.map((bytes) => oneOf(options, bytes, requestId))),
  })
}

async function check(options: GatewayOptions, asked: Asked): Promise<Answer> {
  const { ledger } = options
  let { body } = asked
  if (asked.type === JSON_TYPE) {
    const held = developmentKeys(options, asked)
    const operation = operationOf(ledger.runtime, jsonOf(body))
    body = signed(options, signersOf(held, asked.request), [operation])
  }
  return jsonAnswer(checkJson(settled(ledger.runtime, await ledger.check(body))))
}

const submitRoute = (options: GatewayOptions): Route => ({
  ...{ method: "POST", path: "/v1/transactions", name: "submit", tag: "ledger", idempotent: true },
  access: "send",
  about: "Send signed transactions; answered once they are final",
  more:
    `One COSE_Sign, or a CBOR sequence of up to ${SEQUENCE_TRANSACTIONS_MAX}, each answered for ` +
    "itself in `results`. The same bytes sent again are `already_accepted`, with the height.",
  takes: {
    [COSE]: COSE_BODY,
    [SEQUENCE]: {
      schema: { type: "string", contentMediaType: SEQUENCE },
      limit: LONG_BODY_BYTES_MAX,
    },
  },
  gives: { [JSON_TYPE]: { anyOf: [component("Receipt"), component("Results")] } },
  codes: ["already_accepted", "transaction_malformed", "signature_invalid", "node_busy"],
  answer: (asked) => submit(options, asked),
})

/** `/v1/transactions` and `/v1/check`. */
export function sendRoutes(options: GatewayOptions): readonly Route[] {
  return [
    submitRoute(options),
    {
      ...{ method: "POST", path: "/v1/check", name: "check", tag: "ledger", access: "send" },
      about: "A dry run: what sending would be answered with now; nothing is sent",
      more: "Signed bytes, or one operation that the development sign-in signs.",
      parameters: signerParameters,
      takes: {
        [COSE]: COSE_BODY,
        [JSON_TYPE]: {
          schema: component("Operation"),
          example: EXAMPLE,
        },
      },
      gives: { [JSON_TYPE]: component("Check") },
      codes: ["unknown_command", "permission_missing"],
      answer: (asked) => check(options, asked),
    },
  ]
}
