/**
 * What a payee asks for, as the text of a code: the address of the page that pays it, so that any
 * reader of codes leads there. Amounts are in smallest units; the UETR makes it payable once.
 */
import { PAY, withParameters } from "./paths.ts"

/** A request. */
export type PaymentRequest = {
  /** The ledger's chain id: the same accounts may not mean the same elsewhere. */
  readonly ledger: string
  /** Account, 32 digits of hex. */
  readonly to: string
  readonly amount?: string
  readonly uetr?: string
}

const HEX_ID = /^[0-9a-f]{32}$/
const UNITS = /^[1-9][0-9]{0,38}$/

/** The text of a request: an address at this console. */
export function requestText(origin: string, { ledger, to, amount, uetr }: PaymentRequest): string {
  return origin + withParameters(PAY, { ledger, to, amount, uetr })
}

/** The request in parameters of an address; null where they are none. */
export function requestIn(parameters: URLSearchParams): PaymentRequest | null {
  const [ledger, to] = [parameters.get("ledger"), parameters.get("to")]
  const [amount, uetr] = [parameters.get("amount"), parameters.get("uetr")]
  if (ledger === null || to === null || !HEX_ID.test(to)) return null
  if (amount !== null && !UNITS.test(amount)) return null
  if (uetr !== null && !HEX_ID.test(uetr)) return null
  return { ledger, to, ...(amount !== null && { amount }), ...(uetr !== null && { uetr }) }
}

/** The request that a text of a code holds, whatever console made it; null for other texts. */
export function readRequest(text: string): PaymentRequest | null {
  if (!URL.canParse(text.trim())) return null
  const { pathname, searchParams } = new URL(text.trim())
  return pathname === PAY ? requestIn(searchParams) : null
}
