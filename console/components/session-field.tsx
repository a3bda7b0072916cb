/** Who signed in, in the header; or the way to sign in. Nothing where people do not. */
import { tell } from "../texts/tell.ts"
import { buttonClass } from "./button.tsx"
import { Link, usePath } from "./link.tsx"
import { signInPath, useSession } from "./session.ts"

/** The field. */
export function SessionField() {
  const { data } = useSession()
  const path = usePath()
  const caller = data?.caller?.by === "session" ? data.caller : null
  if (caller !== null) {
    return (
      <Link to="/access" className={buttonClass("quiet")}>
        <bdi>{caller.name ?? caller.principal}</bdi>
      </Link>
    )
  }
  if (data?.signIn !== true) return null
  return (
    <a href={signInPath(path === "/access" ? "/" : path)} className={buttonClass("quiet")}>
      {tell("access.signIn")}
    </a>
  )
}
