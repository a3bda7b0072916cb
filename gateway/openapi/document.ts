/** The OpenAPI 3.1 description, made from the live routes: nothing is described by hand twice. */
import type { Json, JsonSchema } from "@concordat/kernel"
import type { Audience } from "../access/access.ts"
import type { GatewayOptions } from "../gateway.ts"
import type { Body, Parameter, Route } from "../routes/route.ts"
import { schemasOf, statusesOf } from "./schemas.ts"

type Members = { readonly [name: string]: Json }

/** Codes that any route may answer with. */
const ANYWHERE = [
  ...[
    "path_invalid",
    "unknown_parameter",
    "duplicate_parameter",
    "text_invalid",
    "origin_not_allowed",
  ],
  ...["accept_unsupported", "url_too_long", "node_halted", "rate_limited"],
  ...["token_malformed", "token_unknown", "token_revoked", "token_expired"],
]
/** Codes of routes that are not for everybody. */
const GUARDED = ["credential_missing", "permission_missing"]

/** How a caller says who asks. */
const SCHEMES: Members = {
  token: {
    ...{ type: "http", scheme: "bearer" },
    description: "A token of this gateway (`POST /v1/tokens`), never in an address",
  },
  session: {
    ...{ type: "apiKey", in: "cookie", name: "__Host-concordat" },
    description: "A person's sign-in; over plain HTTP on this machine `concordat`",
  },
}
const LOCATION: Json = { Location: { schema: { type: "string" } } }
const ANYBODY: Json = {}
const KNOWN: readonly Json[] = [{ token: [] }, { session: [] }]
/** Codes of routes that read a body. */
const WITH_BODY = [
  ...["content_type_unsupported", "content_encoding_unsupported", "body_too_large"],
  ...["request_timeout", "upload_incomplete", "node_busy"],
]
const WITH_KEY = ["idempotency_mismatch"]

const PROBLEM = { $ref: "#/components/schemas/Problem" }

/** What the platform's groups of routes are for. */
const TAGS: Members = {
  ledger: "What happened, what is, and the one way in",
  evidence: "What can be checked offline",
  access: "Who asks: tokens of principals, sessions of people",
  engine: "What CometBFT's light client and joining nodes ask",
  health: "Whether process and node are well",
}

const IDEMPOTENCY: Json = {
  ...{ name: "Idempotency-Key", in: "header", required: false },
  description: "1 to 64 visible ASCII characters; the same request again gets the first answer",
  schema: { type: "string", maxLength: 64 },
}

function contentOf(types: Readonly<Record<string, JsonSchema>>): Json {
  return Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }]))
}

function bodyOf(types: Readonly<Record<string, Body>>): Json {
  const content = Object.entries(types).map(([type, { schema, example }]) => {
    return [type, { schema, ...(example === undefined ? {} : { example }) }]
  })
  return { required: true, content: Object.fromEntries(content) }
}

function parameterOf({ name, place, about, schema, example }: Parameter): Json {
  const shown = example === undefined ? {} : { example }
  return { name, in: place, required: place === "path", description: about, schema, ...shown }
}

/** Who may ask (OpenAPI 3.1.0, section 4.8.10): anybody too, where the empty one is among them. */
function securityOf({ access }: Route, open: readonly Audience[]): readonly Json[] {
  if (access === "public" || access === "development") return [ANYBODY]
  const free = open.some((audience) => audience === access)
  return free ? [ANYBODY, ...KNOWN] : KNOWN
}

function responsesOf({ ledger }: GatewayOptions, route: Route, open: readonly Audience[]): Json {
  const codes = [
    ...new Set([
      ...(route.codes ?? []),
      ...(route.takes === undefined ? [] : WITH_BODY),
      ...(route.idempotent ? WITH_KEY : []),
      ...(securityOf(route, open).includes(ANYBODY) ? [] : GUARDED),
      ...ANYWHERE,
    ]),
  ]
  const problems = [...statusesOf(ledger.runtime, codes)].map(([status, at]) => [
    String(status),
    { description: at.join(", "), content: { "application/problem+json": { schema: PROBLEM } } },
  ])
  return {
    ...(route.redirects
      ? { 303: { description: "Go there", headers: LOCATION } }
      : { 200: { description: route.about, content: contentOf(route.gives) } }),
    ...Object.fromEntries(problems),
    default: {
      description: "Any other refusal: problem JSON (RFC 9457) with a stable code",
      content: { "application/problem+json": { schema: PROBLEM } },
    },
  }
}

function operationOf(options: GatewayOptions, route: Route, open: readonly Audience[]): Json {
  const { name, tag, about, more, parameters = [], takes, idempotent } = route
  const all = [...parameters.map(parameterOf), ...(idempotent ? [IDEMPOTENCY] : [])]
  return {
    ...{ operationId: name, tags: [tag], summary: about },
    ...(more === undefined ? {} : { description: more }),
    ...(all.length === 0 ? {} : { parameters: all }),
    ...(takes === undefined ? {} : { requestBody: bodyOf(takes) }),
    security: securityOf(route, open),
    ...{ "x-access": route.access, responses: responsesOf(options, route, open) },
  }
}

function pathsOf(
  options: GatewayOptions,
  routes: readonly Route[],
  open: readonly Audience[],
): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const item = paths[route.path] ?? {}
    item[route.method.toLowerCase()] = operationOf(options, route, open)
    paths[route.path] = item
  }
  return paths
}

/** The whole description of a gateway with these routes, of which these audiences are open. */
export function openApi(
  options: GatewayOptions,
  routes: readonly Route[],
  open: readonly Audience[],
): Members {
  const { runtime } = options.ledger
  const services = runtime.services.map(({ name, about }) => [name, about] as const)
  const tags = [...Object.entries(TAGS), ...services]
  return {
    openapi: "3.1.0",
    info: {
      title: "Concordat",
      version: options.version,
      summary: "A ledger that several organisations keep together, and the services on it",
      description:
        "Heights, sizes and amounts are decimal strings; bytes are base64url, hashes hex, times " +
        "RFC 3339 in UTC. Every refusal is problem JSON with a code; `/codes/{code}` explains it.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: tags.map(([name, description]) => ({ name, description: description! })),
    paths: pathsOf(options, routes, open),
    components: { schemas: schemasOf(runtime), securitySchemes: SCHEMES },
  }
}
