/** What is wrong with an export, and where: thrown inside of the verifier, held by its verdict. */

/** Where in the file something is: an item from 1, its first byte and the one after its last. */
export type Place = { readonly item: number; readonly from: number; readonly to: number }

/** Why an export is not what it says: a code, a sentence, and where. */
export type AuditFault = {
  readonly code: string
  readonly sentence: string
  readonly place: Place | null
}

/** Ends the judging of an item, or of the file. */
export class Fault extends Error {
  readonly fault: AuditFault

  constructor(code: string, sentence: string, place: Place | null) {
    super(sentence)
    this.fault = { code, sentence, place }
  }
}
