/** Where money has its pages and forms. */
import { writeSegment } from "@concordat/sdk"

const ROOT = "/services/money"
/** Pages without a key. */
export const MINE = `${ROOT}/mine`
export const PAY = `${ROOT}/pay`
export const REQUEST = `${ROOT}/request`
export const BANK = `${ROOT}/bank`
export const OPEN_ACCOUNT = `${ROOT}/bank/open`
export const FILE = `${ROOT}/file`
export const TREASURY = `${ROOT}/treasury`
export const ORDERS = `${ROOT}/orders`
export const NETTING = `${ROOT}/netting`
export const OPEN_CYCLE = `${ROOT}/netting/open`
export const EXCHANGE = `${ROOT}/exchange`

type Parameters = Readonly<Record<string, string | undefined>>

/** A path with what is known of its parameters. */
export function withParameters(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given as [string, string][])}`
}

const keyed = (page: string) => (key: string) => `${ROOT}/${page}/${writeSegment(key)}`
/** Pages of one thing, by its key. */
export const accountPath = keyed("accounts")
export const limitsPath = keyed("limits")
export const paymentPath = keyed("payments")
export const assetPath = keyed("assets")
export const orderPath = keyed("orders")
export const cyclePath = keyed("cycles")

/** The generated form of a command, filled in with what is known: texts, or JSON. */
export function formPath(command: string, known: Parameters = {}): string {
  return withParameters(`${ROOT}/commands/${command}`, known)
}
