/**
 * What a row of the catalogue of bad inputs is: one wrong input and its exact answer. Rows are
 * data; `runner.ts` sends them.
 */

import type { Closed } from "./line.ts"
import type { Live, LiveOptions } from "./live.ts"
import type { Ended, Place } from "./place.ts"

/** What every row says. */
type Told = {
  /** `T04b`: table, number of the row, a letter where it has several inputs. */
  readonly row: string
  /** The input, in words. */
  readonly what: string
  /** Null: the input is handled, not refused. */
  readonly code: string | null
  /** HTTP status; null where the code is seen on other surfaces only. */
  readonly status: number | null
}

/** What the answer must say; each part is found in what a person reads. */
type Says = { readonly says?: readonly string[] }

/** A transaction: judged by the decoder, by a dry run, on sending and, forced, in a block. */
export type TransactionRow = Told &
  Says & {
    readonly status: number
    /** The wrong bytes, or many of one kind. */
    readonly bytes: (live: Live) => Uint8Array | readonly Uint8Array[]
    /** JSON pointer of the fault; absent: none is due. */
    readonly pointer?: string
    /** The bytes are a transaction; what is wrong shows against the state or a key. */
    readonly decodes?: true
  }

/** A request of any kind to the gateway of a live ledger. */
export type RequestRow = Told &
  Says & {
    readonly status: number
    readonly send: (live: Live) => Promise<Response>
    /** A ledger of its own, opened so. */
    readonly alone?: LiveOptions
    /** Why no line of the log tells of the refusal. */
    readonly unlogged?: string
    /** Looks at the answer further; `text` is its body. */
    readonly also?: (answer: Response, text: string, live: Live) => void | Promise<void>
  }

/** A command line or a start: it ends with an exit status, and its words hold the code. */
export type CommandRow = Told &
  Says & {
    readonly exit: number
    readonly run: (place: Place) => Promise<Ended>
  }

/** What becomes of a WebSocket: a frame, an end, or an answer of HTTP. */
export type SocketOutcome = {
  readonly frame?: Readonly<Record<string, unknown>> | undefined
  readonly closed?: Closed
  readonly response?: Response
  /** What else came. */
  readonly others?: unknown
}

/** A WebSocket: it is refused, is told what is wrong, or closed. */
export type SocketRow = Told &
  Says & {
    readonly send: (live: Live) => Promise<SocketOutcome>
    /** The code of the close. */
    readonly close?: number
    /** A ledger of its own. */
    readonly alone?: true
    /** The ledger is stopped by the row. */
    readonly stops?: true
    /** Lines of the log with the code; one unless given. */
    readonly lines?: number
    readonly also?: (outcome: SocketOutcome) => boolean
  }

/** Provoked elsewhere: that test names the number of the row, or the code. */
export type ElsewhereRow = Told & { readonly tested: string }

/** Nothing of this release can answer with it yet. */
export type LaterRow = Told & { readonly later: string }

/** A row of requests, written in one line and what belongs to it. */
export function requestRow(
  row: string,
  what: string,
  code: string | null,
  status: number,
  more: Omit<RequestRow, "row" | "what" | "code" | "status">,
): RequestRow {
  return { row, what, code, status, ...more }
}

/** A row of any table. */
export type Row = TransactionRow | RequestRow | CommandRow | SocketRow | ElsewhereRow | LaterRow
