/** Copies a text and says so. */
import { useState } from "react"
import { tell } from "../texts/tell.ts"
import { Button } from "./button.tsx"

/** How long the button says that it copied, in milliseconds. */
const SAID_MS = 2_000

/** The button; `label` says what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <span aria-live="polite">
      <Button icon="copy" onClick={copy}>
        {copied ? tell("copy.done") : (label ?? tell("copy"))}
      </Button>
    </span>
  )
}
