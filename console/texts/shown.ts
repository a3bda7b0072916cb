/** Texts of the components that the verify page shares with the console. */

import { verifyTexts } from "./en-verify.ts"
import { translate } from "./translate.ts"

/** Tells one of them. */
export const shown = translate(verifyTexts, {
  fr: () => import("./fr-verify.ts").then((fr) => fr.verifyTexts),
  ar: () => import("./ar-verify.ts").then((ar) => ar.verifyTexts),
})
