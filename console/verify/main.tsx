/** Entry of the public verify page: no router, no client of a ledger; it also works offline. */
import "../style/trusted-types.ts"
import "../style/tokens.css"
import "../style/base.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { showTheme } from "../components/settings.ts"
import { showLanguage } from "../texts/language.ts"
import { shown } from "../texts/shown.ts"
import { textsReady } from "../texts/translate.ts"
import { VerifyPage } from "./page.tsx"

showTheme()
showLanguage()
void textsReady().then(() => {
  document.title = shown("verify.page")
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <VerifyPage />
    </StrictMode>,
  )
})
if ("serviceWorker" in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register("/offline.js", { scope: "/verify" }).catch(() => {})
}
