/**
 * Consent: with a wallet key no debit passes without the person's signature over this very line.
 * What is signed names ledger, entry and place, so it serves once.
 */
import {
  ascii,
  ed25519,
  encode,
  enumeration,
  type Hex,
  type Question,
  record,
  u16,
  type View,
} from "@concordat/kernel"
import { type Id, id, type Line, lineFields } from "./kinds.ts"
import { accounts } from "./tables.ts"

const { consent: _, ...signedFields } = lineFields

const signed = record({
  type: enumeration("concordat_money_consent_v1"),
  chain: ascii(48),
  entry: id,
  index: u16,
  ...signedFields,
})

/** What a person signs to let a line pass: `index` is the line's place in its entry. */
export function toConsent(chain: string, entry: Id, index: number, line: Line): Uint8Array {
  const { consent, ...content } = line
  return encode(signed, {
    type: "concordat_money_consent_v1",
    ...{ chain, entry, index },
    ...content,
  })
}

/** Whether the person has signed. */
export function consents(view: View, key: Hex, entry: Id, index: number, line: Line): boolean {
  const { consent } = line
  if (consent === null) return false
  const message = toConsent(view.chain, entry, index, line)
  return view.verify(ed25519, { key, message, signature: consent })
}

/** The questions that an entry's consents will ask. */
export function consentsAhead(view: View, entry: Id, lines: readonly (Line | null)[]): Question[] {
  return lines.flatMap((line, index): Question[] => {
    if (line === null || line.consent === null) return []
    const key = accounts.get(view, { account: line.debit })?.wallet
    if (!key) return []
    const message = toConsent(view.chain, entry, index, line)
    return [[ed25519, { key, message, signature: line.consent }]]
  })
}
