/** Texts of the console's shell, components and general pages. */
import { en } from "./en.ts"
import { translate } from "./translate.ts"

/** Tells one of them. */
export const tell = translate(en, {
  fr: () => import("./fr.ts").then(({ fr }) => fr),
  ar: () => import("./ar.ts").then(({ ar }) => ar),
})
