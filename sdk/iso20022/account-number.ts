/**
 * Account numbers as people and messages write them: 26 characters of Crockford's base 32, the
 * greatest first, and two check digits (ISO 7064, MOD 97-10, letters as 10 to 35). 32 hex digits,
 * which the ledger's own answers have, are read as well.
 */
import { type Hex, Invalid } from "@concordat/kernel"

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const CHARACTERS = 26
const HEX_DIGITS = 32
const PRINTED = /^[0-9A-HJKMNP-TV-Z]{26}[0-9]{2}$/
const HEX_FORM = /^[0-9a-f]{32}$/
/** A number of 16 bytes ends here; 26 characters could say a little more. */
const NUMBERS = 2n ** 128n
const MODULUS = 97n

/** Digits of a text with letters as 10 to 35. */
function digits(text: string): bigint {
  let written = ""
  for (const character of text) written += Number.parseInt(character, 36)
  return BigInt(written)
}

/** The two check digits of 26 characters. */
function checkDigits(characters: string): string {
  const rest = digits(`${characters}00`) % MODULUS
  return String(MODULUS + 1n - rest).padStart(2, "0")
}

/** An account's number as it is printed, 28 characters. */
export function printAccount(account: Hex): string {
  let left = BigInt(`0x${account}`)
  let characters = ""
  for (let i = 0; i < CHARACTERS; i++) {
    characters = ALPHABET[Number(left % 32n)]! + characters
    left /= 32n
  }
  return characters + checkDigits(characters)
}

/**
 * The account that a text names. Letters may be small, and spaces and hyphens stand where they
 * help reading. Throws `Invalid` `account_malformed`, also for wrong check digits.
 */
export function readAccount(text: string): Hex {
  const plain = text.replaceAll(/[ -]/g, "")
  if (HEX_FORM.test(plain)) return plain as Hex
  const printed = plain.toUpperCase()
  if (!PRINTED.test(printed)) {
    const reason = "An account has 26 characters and two check digits, or 32 hex digits."
    throw new Invalid("account_malformed", "/account", reason)
  }
  const characters = printed.slice(0, CHARACTERS)
  let number = 0n
  for (const character of characters) number = number * 32n + BigInt(ALPHABET.indexOf(character))
  if (checkDigits(characters) !== printed.slice(CHARACTERS) || number >= NUMBERS) {
    throw new Invalid("account_malformed", "/account", "The check digits are of another account.")
  }
  return number.toString(16).padStart(HEX_DIGITS, "0") as Hex
}
