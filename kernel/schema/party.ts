/** `party`: an organisation, or one of its principals. */
import { quoted } from "../cbor/text.ts"
import { Invalid } from "../failures.ts"
import { mismatch } from "./fault.ts"
import { defineKind, type KeyKind } from "./kind.ts"
import { textColumn, textKey } from "./text.ts"

declare const partyBrand: unique symbol

/** `organisation` or `organisation/name`, checked; `party.check(text)` makes one of a string. */
export type Party = string & { readonly [partyBrand]: true }

const GRAMMAR = "^[a-z][a-z0-9-]{1,30}(/[a-z0-9][a-z0-9-]{0,30})?$"
const PARTY = new RegExp(GRAMMAR)
const BYTES_MAX = 63
const REASON = 'is not a party: "organisation" or "organisation/name", a-z, 0-9 and hyphens.'

function check(value: unknown): Party {
  if (typeof value !== "string") throw mismatch("a party as text", value)
  if (!PARTY.test(value)) throw new Invalid("text_invalid", "", `${quoted(value)} ${REASON}`)
  return value as Party
}

/** `organisation` or `organisation/name`: `[a-z][a-z0-9-]{1,30}`, `[a-z0-9][a-z0-9-]{0,30}`. */
export const party: KeyKind<Party> = defineKind<Party>({
  description: "party",
  sizeMax: 2 + BYTES_MAX,
  depth: 1,
  field: { control: "party" },
  sql: textColumn(check),
  key: textKey<Party>(BYTES_MAX),
  check,
  write: (writer, value) => void writer.text(value),
  read(reader) {
    const item = reader.at
    const value = reader.text()
    if (PARTY.test(value)) return value as Party
    throw reader.fail("text_invalid", `${quoted(value)} ${REASON}`, {}, item)
  },
  toJson: (value) => value,
  fromJson: check,
  jsonSchema: () => ({ type: "string", pattern: GRAMMAR }),
  arbitrary: (fc) => {
    const letters = (from: string, minLength: number, maxLength: number) =>
      fc
        .array(fc.constantFrom(...from), { minLength, maxLength })
        .map((characters) => characters.join(""))
    const first = letters("abcdefghijklmnopqrstuvwxyz", 1, 1)
    const rest = (min: number) => letters("abyz019-", min, 30)
    const name = fc.tuple(letters("az09", 1, 1), rest(0)).map((parts) => "/" + parts.join(""))
    return fc
      .tuple(first, rest(1), fc.oneof(fc.constant(""), name))
      .map((parts) => parts.join("") as Party)
  },
})

/** The organisation of a party: `acme` of `acme/clerk` and of `acme`. */
export function organisationOf(value: Party): Party {
  const slash = value.indexOf("/")
  return slash < 0 ? value : (value.slice(0, slash) as Party)
}
