/** Entry of the console. */
import "./style/trusted-types.ts"
import "./style/tokens.css"
import "./style/base.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { showTheme } from "./components/settings.ts"
import { App } from "./shell/app.tsx"

showTheme()
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
