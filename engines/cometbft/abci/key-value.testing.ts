/**
 * The engine's example application, for the golden files of `abci-cli`: `key=value` pairs, an app
 * hash of 8 bytes that counts transactions. Source of truth: CometBFT v0.40.0,
 * `abci/example/kvstore/kvstore.go`.
 */
import { utf8 } from "@concordat/kernel"
import type { Handlers } from "./index.ts"
import { execTxResult } from "./messages.ts"

const INVALID_FORMAT = 2
const APP_HASH_BYTES = 8

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** One `=` or one `:`, not first and not last. */
function isValid(text: string): boolean {
  return /^[^=:]+[=:][^=:]+$/s.test(text)
}

/** A signed varint (zigzag) in 8 bytes. */
function appHash(size: number): Uint8Array {
  const hash = new Uint8Array(APP_HASH_BYTES)
  let rest = size * 2
  let at = 0
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) hash[at++] = (rest & 0x7f) | 0x80
  hash[at] = rest
  return hash
}

/** A fresh one. `checked` counts the checks that it answered. */
export function keyValue(): { readonly handlers: Handlers; readonly checked: () => number } {
  const pairs = new Map<string, string>()
  let staged: [string, string][] = []
  let size = 0
  let height = 0n
  let checked = 0
  const codeOf = (tx: Uint8Array) => (isValid(textOf(tx)) ? 0 : INVALID_FORMAT)
  const handlers: Handlers = {
    info: () => ({
      data: `{"size":${size}}`,
      version: "2.0.0",
      app_version: 1n,
      last_block_height: height,
      last_block_app_hash: appHash(size),
    }),
    init_chain: () => ({ app_hash: appHash(size) }),
    query: ({ data }) => {
      const value = pairs.get(textOf(data))
      const log = value === undefined ? "does not exist" : "exists"
      return { log, key: data, value: utf8(value ?? ""), height }
    },
    check_tx: ({ tx }) => {
      checked++
      return { code: codeOf(tx), gas_wanted: codeOf(tx) === 0 ? 1n : 0n }
    },
    prepare_proposal: ({ txs }) => ({
      txs: txs.filter((tx) => codeOf(tx) === 0).map((tx) => utf8(textOf(tx).replace(":", "="))),
    }),
    process_proposal: ({ txs }) => ({ status: txs.every((tx) => codeOf(tx) === 0) ? 1 : 2 }),
    finalize_block: (request) => {
      staged = request.txs.map((tx) => {
        const [key = "", value = key] = textOf(tx).split("=")
        return [key, value]
      })
      size += staged.length
      height = request.height
      return { tx_results: staged.map(() => execTxResult.of()), app_hash: appHash(size) }
    },
    commit: () => {
      for (const [key, value] of staged) pairs.set(key, value)
      return {}
    },
  }
  return { handlers, checked: () => checked }
}
