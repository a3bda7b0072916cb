/** Texts of these screens. */
import { translate } from "@concordat/console/components"
import { screenTexts } from "../texts/en-screens.ts"

/** Tells one of them. */
export const tell = translate(screenTexts, {
  fr: () => import("../texts/fr-screens.ts").then((fr) => fr.screenTexts),
  ar: () => import("../texts/ar-screens.ts").then((ar) => ar.screenTexts),
})

/** Tells a message whose key is put together, and which may take less than it is given. */
export function tellWith(
  key: keyof typeof screenTexts,
  values: Readonly<Record<string, string | number>>,
): string {
  return (tell as (key: string, values: object) => string)(key, values)
}
