/** Schemas of what is answered about tokens and sessions. */
import { type JsonSchema, party } from "@concordat/kernel"
import { INSTANT, object } from "../openapi/rows.ts"
import { component } from "../routes/route.ts"
import { AUDIENCES } from "./access.ts"

const text: JsonSchema = { type: "string" }
const id: JsonSchema = { type: "string", pattern: "^[0-9a-f]{16}$" }
const audience: JsonSchema = { type: "string", enum: AUDIENCES }

const audiences: JsonSchema = { type: "array", items: audience }
const by: JsonSchema = { type: "string", enum: ["token", "session", "development"] }

const token = {
  ...{ id, principal: party.jsonSchema(), label: text },
  audiences: { type: "array", items: audience, minItems: 1 },
  ...{ made: INSTANT, ends: INSTANT },
  standing: { type: "string", enum: ["valid", "expired", "revoked"] },
} as const

/** Challenges and tokens, by the names of the description's components. */
export const accessSchemas: { readonly [name: string]: JsonSchema } = {
  Challenge: object({ challenge: text, chain: text, ends: INSTANT }),
  Session: object({
    caller: {
      anyOf: [
        object({
          ...{ principal: party.jsonSchema(), organisation: party.jsonSchema(), by },
          ...{ name: { type: ["string", "null"] }, ends: { anyOf: [INSTANT, { type: "null" }] } },
        }),
        { type: "null" },
      ],
    },
    ...{ open: audiences, opens: audiences, signIn: { type: "boolean" } },
  }),
  SignedOut: object({ next: { type: ["string", "null"] } }),
  Token: object(token),
  NewToken: object({
    ...token,
    token: { ...text, description: "Shown once: it is kept nowhere" },
  }),
  Tokens: object({
    principal: party.jsonSchema(),
    tokens: { type: "array", items: component("Token") },
  }),
}
