/** Texts of these screens. */
import { translate } from "@concordat/console/components"
import { screenTexts } from "../texts/en-screens.ts"

/** Tells one of them. */
export const tell = translate(screenTexts)
