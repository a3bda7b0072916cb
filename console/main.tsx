/** Entry of the console. */
import "./style/trusted-types.ts"
import "./style/tokens.css"
import "./style/base.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { showTheme } from "./components/settings.ts"
import { services } from "./services.ts"
import { App } from "./shell/app.tsx"
import { showLanguage } from "./texts/language.ts"
import { loadServiceTexts } from "./texts/service-texts.ts"
import { textsReady } from "./texts/translate.ts"

showTheme()
showLanguage()
loadServiceTexts(services.map(({ definition: { name }, others }) => ({ name, others })))
void textsReady().then(() =>
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
