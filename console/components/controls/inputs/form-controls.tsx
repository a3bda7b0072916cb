/** What inputs need around them: their library, its styles in our language. */
import { DirectionProvider, MantineProvider } from "@mantine/core"
import type { ReactNode } from "react"
import "../../../style/mantine-parts.css"
import "../../../style/mantine.css"

/** The nonce of this answer, without which the policy of the page drops the library's styles. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=concordat-nonce]")?.content ?? ""
}

/** Colours follow our own tokens, so the library's scheme is fixed. */
export function FormControls({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider forceColorScheme="light" withCssVariables={false} getStyleNonce={nonce}>
      <DirectionProvider detectDirection>{children}</DirectionProvider>
    </MantineProvider>
  )
}
