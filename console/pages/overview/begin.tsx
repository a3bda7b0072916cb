/** Where to begin: what services offer as a beginning, verifying, and everything else. */
import { Icon, type IconName } from "../../components/icons.tsx"
import { useServices } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { tell } from "../../texts/tell.ts"
import styles from "./begin.module.css"

type Beginning = {
  readonly title: string
  readonly about: string
  readonly path: string
  readonly icon: IconName
  readonly apart?: boolean
}

function useBeginnings(): readonly Beginning[] {
  const own = useServices().flatMap(({ definition, entries }) =>
    entries.flatMap(({ title, about, path, icon }) =>
      about === undefined
        ? []
        : [{ title, about, path: `/services/${definition.name}/${path}`, icon }],
    ),
  )
  return [
    ...own,
    {
      title: tell("begin.verify"),
      about: tell("begin.verify.about"),
      path: "/verify",
      icon: "verify",
      apart: true,
    },
    {
      title: tell("begin.run"),
      about: tell("begin.run.about"),
      path: "/services",
      icon: "services",
    },
  ]
}

/** The beginnings. */
export function Begin() {
  return (
    <Panel flush title={tell("begin.title")}>
      <ul className={styles.list}>
        {useBeginnings().map((one) => (
          <li key={one.path}>
            <BeginLink {...one} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function BeginLink({ title, about, path, icon, apart = false }: Beginning) {
  const words = (
    <>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <span className={styles.words}>
        <strong>{title}</strong>
        <span className={styles.about}>{about}</span>
      </span>
      <Icon name="next" size={16} />
    </>
  )
  if (apart) {
    return (
      <a href={path} className={styles.begin}>
        {words}
      </a>
    )
  }
  return (
    <Link to={path} className={styles.begin}>
      {words}
    </Link>
  )
}
