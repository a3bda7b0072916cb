/** Numbers of accounts as people read and type them; paths and JSON have hex. */
import { inFours, shortened } from "@concordat/console/components"
import { type Hex, Invalid } from "@concordat/kernel"
import { printAccount, readAccount } from "@concordat/sdk"
import { tell } from "./tell.ts"

/** By its ends, the check digits among them; what is no number stays as it is. */
export function shortNumber(account: string): string {
  return shortened(printedNumber(account))
}

/** Whole, in groups of four. */
export function wholeNumber(account: string): string {
  return inFours(printedNumber(account))
}

function printedNumber(account: string): string {
  return /^[0-9a-f]{32}$/.test(account) ? printAccount(account as Hex) : account
}

/** The account that a text names, or why it names none. */
export function readNumber(text: string): { account: Hex | null; fault: string | null } {
  try {
    return { account: readAccount(text.trim()), fault: null }
  } catch (failure) {
    if (!(failure instanceof Invalid)) throw failure
    const isWhole = /^[0-9a-z]{28}$/i.test(text.replaceAll(/[\s-]/g, ""))
    return { account: null, fault: tell(isWhole ? "account.checkDigits" : "account.noNumber") }
  }
}
