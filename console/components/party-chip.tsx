/** A party: an organisation, or the function of a person in it, with the way to its page. */
import { writeSegment } from "@concordat/sdk"
import { Link } from "./link.tsx"
import styles from "./party-chip.module.css"

/** The path of a party's page. */
export function partyPath(party: string): string {
  return `/organisations/${party.split("/").map(writeSegment).join("/")}`
}

/** The chip; the name is isolated, so that it reads left to right everywhere. */
export function PartyChip({ party }: { readonly party: string }) {
  const [organisation = "", name] = party.split("/")
  return (
    <Link to={partyPath(party)} className={styles.party}>
      <bdi>
        <span className={styles.organisation}>{organisation}</span>
        {name === undefined ? null : (
          <>
            /<wbr />
            <span className={styles.name}>{name}</span>
          </>
        )}
      </bdi>
    </Link>
  )
}
