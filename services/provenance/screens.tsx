/** The hand-made pages of this service: register by dropping a file, documents, one document. */
import type { Screen } from "@concordat/console/components"
import { DocumentPage } from "./screens/document.tsx"
import { DocumentsPage } from "./screens/documents.tsx"
import { RegisterPage } from "./screens/register.tsx"
import { tell } from "./screens/tell.ts"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "register", title: tell("register.page"), Component: RegisterPage },
  { path: "documents", title: tell("documents.page"), Component: DocumentsPage },
  {
    path: "documents/$organisation/$handle",
    title: tell("documents.handle"),
    Component: DocumentPage,
  },
]
