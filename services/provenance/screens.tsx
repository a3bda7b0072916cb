/** The hand-made pages of this service: register by dropping a file, documents, one document. */
import type { Screen } from "@concordat/console/components"
import { DocumentPage } from "./screens/document.tsx"
import { DocumentsPage } from "./screens/documents.tsx"
import { RegisterPage } from "./screens/register.tsx"

/** Loaded when one of them is opened. */
export const screens: readonly Screen[] = [
  { path: "register", Component: RegisterPage },
  { path: "documents", Component: DocumentsPage },
  {
    path: "documents/$organisation/$handle",

    Component: DocumentPage,
  },
]
