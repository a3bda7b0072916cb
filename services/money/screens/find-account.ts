/** The account that a text names, for the search: its number as people write it. */
import { readNumber } from "./account-number.ts"

/** Null where it is no number, or its check digits are wrong. */
export function findAccount(text: string) {
  const { account } = readNumber(text)
  return account === null ? null : { table: "accounts", key: [account] }
}
