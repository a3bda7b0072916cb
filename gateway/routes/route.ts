/**
 * A route as data: where it is, what it takes, what it answers, and the function that answers. The
 * application and the OpenAPI description are made from the same list, so neither can have a route
 * that the other lacks.
 */
import type { Json, JsonSchema } from "@concordat/kernel"
import type { Access, Caller } from "../access/access.ts"

/** Methods of routes; HEAD comes with GET, OPTIONS with every path. */
export type Method = "GET" | "POST" | "PUT"

/** A parameter of a path, a query or the headers. */
export type Parameter = {
  readonly name: string
  readonly place: "path" | "query" | "header"
  readonly about: string
  readonly schema: JsonSchema
  /** A value that a ledger with the seeded story answers. */
  readonly example?: string
}

/** One media type of a request body. */
export type Body = {
  readonly schema: JsonSchema
  /** Bytes at most; 1 MiB unless given. */
  readonly limit?: number
  /** A body that is accepted on a ledger with the seeded story. */
  readonly example?: Json
}

/** What a route sees of a request before its body is read. */
export type Head = {
  readonly request: Request
  /** Segments of the path by name, their escapes read. */
  readonly path: Readonly<Record<string, string>>
  /** Query parameters by name: known to the route, each at most once. */
  readonly query: Readonly<Record<string, string | undefined>>
  /** Media type to answer with: one of `gives`. */
  readonly accepted: string
  /** Address of the caller's end of the connection; null within this process. */
  readonly peer: string | null
  readonly requestId: string
  readonly caller: Caller
  /** Takes more of what the caller may ask, for a request that is many. */
  readonly spend: (count: number) => void
}

/** The same with the body. */
export type Asked = Head & {
  /** Media type of the body: one of `takes`, or "" without any. */
  readonly type: string
  readonly body: Uint8Array
}

/** An answer before it has the headers that all have. */
export type Answer = {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
  readonly headers?: Readonly<Record<string, string>>
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

export type Route = {
  readonly method: Method
  /** With its parameters in braces: `/v1/blocks/{height}`. */
  readonly path: string
  /** Unique: the operation's id in OpenAPI, the label of its metrics. */
  readonly name: string
  /** Whom it is for: a route that does not say does not compile. */
  readonly access: Access
  /** `ledger`, or the service that it belongs to. */
  readonly tag: string
  /** One sentence. */
  readonly about: string
  /** More than the sentence, where there is more to know. */
  readonly more?: string
  readonly parameters?: readonly Parameter[]
  /** Bodies by media type; absent: no body is read. */
  readonly takes?: Readonly<Record<string, Body>>
  /** Answers by media type, the preferred one first. */
  readonly gives: Readonly<Record<string, JsonSchema>>
  /** Codes of its own, beside those that any route may answer with. */
  readonly codes?: readonly string[]
  /** Answers 303 with the address to go to, and nothing else. */
  readonly redirects?: true
  /** Takes whatever query there is: somebody else wrote it. */
  readonly anyQuery?: true
  /** Whether `Idempotency-Key` is honoured. */
  readonly idempotent?: boolean
  /** Refuses a caller before the body is read. */
  readonly admit?: (head: Head) => void
  readonly answer: (asked: Asked) => Answer | Promise<Answer>
}

/** Media types that many routes have. */
export const JSON_TYPE = "application/json"
export const OCTETS = "application/octet-stream"
export const TEXT_TYPE = "text/plain"

/** An answer of JSON. */
export function jsonAnswer(value: Json, status = 200): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value) }
}

/** An answer of bytes, sent as they are. */
export function bytesAnswer(bytes: Uint8Array, type: string): Answer {
  return { status: 200, type, body: bytes as Uint8Array<ArrayBuffer> }
}

/** An answer of plain text. */
export function textAnswer(text: string, status = 200, type = TEXT_TYPE): Answer {
  return { status, type: `${type}; charset=utf-8`, body: text }
}

/** The schema of the description's component of this name. */
export function component(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

/** A part of the path. */
export function inPath(
  name: string,
  about: string,
  schema: JsonSchema,
  example?: string,
): Parameter {
  return { name, place: "path", about, schema, ...(example === undefined ? {} : { example }) }
}

/** A query parameter, never required. */
export function inQuery(name: string, about: string, schema: JsonSchema): Parameter {
  return { name, place: "query", about, schema }
}

/** A header of the request, never required. */
export function inHeader(name: string, about: string, schema: JsonSchema): Parameter {
  return { name, place: "header", about, schema }
}
