/** Sealing on a development ledger: the gateway holds the offices' seals, never a document. */
import {
  type Hash,
  hash,
  Invalid,
  isJsonObject,
  type Json,
  type Party,
  party,
  Refusal,
  toBase64url,
} from "@concordat/kernel"
import {
  STATEMENT_VERSION,
  type StatementHeader,
  type StatementPayload,
  sealed,
  statementPayload,
  toBeSealed,
} from "@concordat/services/provenance"
import type { GatewayOptions, HeldKey } from "../gateway.ts"
import { jsonOf } from "../requests/body.ts"
import { type Asked, component, JSON_TYPE, jsonAnswer, type Route } from "../routes/route.ts"
import { developmentKeys, signerParameters, signersOf } from "../signing.ts"

/** Members of the request; `names` is the handle of one document or the root of many. */
const MEMBERS = ["organisation", "names", "payload"]

/** Of one document of the seeded class. */
const EXAMPLE: Json = {
  ...{ organisation: "education", names: "01".repeat(32) },
  payload: {
    ...{ class: "diploma", subject: { document: "02".repeat(32) } },
    ...{ from: "2026-01-01T00:00:00.000Z", until: null },
  },
}

type SealRequest = {
  readonly issuer: Party
  readonly names: Hash
  readonly payload: StatementPayload
}

function ensureMembers(json: Json): { readonly [name: string]: Json } {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "The request is an object.")
  for (const name of Object.keys(json)) {
    if (MEMBERS.includes(name)) continue
    const reason = `A request to seal has ${MEMBERS.join(", ")} alone.`
    throw new Invalid("unknown_field", `/${name}`, reason)
  }
  for (const name of MEMBERS) {
    if (json[name] !== undefined) continue
    throw new Invalid("field_missing", `/${name}`, `"${name}" is missing.`)
  }
  return json
}

/** A value read by its kind, faults named below `/name`. */
function member<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const { code, path, message, details } = failure
    throw new Invalid(code, `/${name}${path}`, message, details)
  }
}

/** The request, read strictly; the payload's version is ours to say. */
function sealRequest(json: Json): SealRequest {
  const { organisation, names, payload } = ensureMembers(json)
  const version = { version: STATEMENT_VERSION }
  const content = isJsonObject(payload!) ? { ...version, ...payload } : payload!
  return {
    issuer: member("organisation", () => party.fromJson(organisation!)),
    names: member("names", () => hash.fromJson(names!)),
    payload: member("payload", () => statementPayload.fromJson(content)),
  }
}

/** The seal of an organisation, for somebody who acts for it. */
function sealFor(options: GatewayOptions, asked: Asked, issuer: Party): HeldKey {
  const held = developmentKeys(options, asked)
  const [caller] = signersOf(held, asked.request)
  const own = caller?.holder.split("/")[0] === issuer
  const key = own ? held.key(issuer, "seal") : null
  if (key !== null) return key
  const message = "The gateway holds no seal of this organisation for you."
  throw new Refusal("unknown_key", message, { organisation: issuer }, 404)
}

/** `/v1/provenance/seal`. */
export function sealRoute(options: GatewayOptions): Route {
  const { ledger } = options
  return {
    ...{ method: "POST", path: "/v1/provenance/seal", name: "provenance.seal" },
    access: "development",
    ...{ tag: "provenance", parameters: signerParameters },
    about: "Seal a statement with the office's key; nothing is registered yet",
    takes: { [JSON_TYPE]: { schema: component("SealRequest"), example: EXAMPLE } },
    gives: { [JSON_TYPE]: component("Sealed") },
    codes: ["credential_missing", "unknown_principal", "unknown_key"],
    admit: (head) => void developmentKeys(options, head),
    answer(asked) {
      const { issuer, names, payload } = sealRequest(jsonOf(asked.body))
      const key = sealFor(options, asked, issuer)
      const header: StatementHeader = {
        ...{ algorithm: key.algorithm, key: key.kid, chain: ledger.chain, issuer, names },
        issued: Math.floor(ledger.status().time / 1000),
      }
      const signature = key.sign(toBeSealed(header, payload))
      return jsonAnswer({ statement: toBase64url(sealed(header, payload, signature)) })
    },
  }
}
