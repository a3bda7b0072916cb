/** The way to a generated form that needs an id: it is made here, so that nobody types one. */
import { type ButtonLook, buttonClass, Link, useClient } from "@concordat/console/components"
import { type ReactNode, useState } from "react"
import { freshId, freshNumber } from "./fresh-id.ts"
import { formPath } from "./paths.ts"

type Props = {
  readonly command: string
  /** The field of the id, and whether it carries its time or is an account's number. */
  readonly field: string
  readonly kind: "id" | "account"
  readonly known?: Readonly<Record<string, string | undefined>>
  readonly look?: ButtonLook
  readonly children: ReactNode
}

/** The link. */
export function FormLink({ command, field, kind, known = {}, look, children }: Props) {
  const client = useClient()
  const [fresh] = useState(() => (kind === "id" ? freshId(client) : freshNumber()))
  return (
    <Link to={formPath(command, { ...known, [field]: fresh })} className={buttonClass(look)}>
      {children}
    </Link>
  )
}
