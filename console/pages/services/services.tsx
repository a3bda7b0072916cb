/** All services of the ledger. */
import { aboutService, type KnownService, useServices } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Page } from "../../components/panel.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import styles from "./services.module.css"

/** The page. */
export function ServicesPage() {
  return (
    <Page
      title={tell("services.title")}
      intro={tell("services.intro")}
      actions={<Link to="/reference">{tell("reference.title")}</Link>}
    >
      <ul className={styles.cards}>
        {useServices().map((service) => (
          <li key={service.definition.name}>
            <Card service={service} />
          </li>
        ))}
      </ul>
    </Page>
  )
}

function Card({ service }: { readonly service: KnownService }) {
  const { name, commands, tables } = service.definition
  return (
    <Link to={`/services/${name}`} className={styles.card}>
      <h2>{titled(name)}</h2>
      <p className={styles.about}>{aboutService(service)}.</p>
      <p className={styles.counts}>
        <span>{tell("services.commands", { count: Object.keys(commands).length })}</span>
        <span>{tell("services.tables", { count: Object.keys(tables).length })}</span>
      </p>
    </Link>
  )
}
