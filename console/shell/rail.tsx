/** The rail: the mark, the places, and at its end what runs here. */
import { TextMark } from "../components/brand.tsx"
import { Icon } from "../components/icons.tsx"
import { useStatus } from "../components/ledger.tsx"
import { Link, usePath } from "../components/link.tsx"
import { tell } from "../texts/tell.ts"
import { type Place, placeOf, usePlaces } from "./places.ts"
import styles from "./rail.module.css"
import { WaitingCount } from "./waiting-count.tsx"

/** Beside the page where there is room; on a phone the bar at the bottom takes its part. */
export function Rail() {
  const { data } = useStatus()
  return (
    <div className={styles.rail}>
      <Link to="/" className={styles.home}>
        <TextMark />
      </Link>
      <PlaceList />
      {data === undefined ? null : (
        <p className={styles.version}>
          {tell("shell.version", { version: data.version, engine: data.engine })}
        </p>
      )}
    </div>
  )
}

/** The places as a list of links; `onFollow` closes what holds the list. */
export function PlaceList({ onFollow }: { readonly onFollow?: () => void }) {
  const places = usePlaces()
  const current = placeOf(places, usePath())
  return (
    <nav aria-label={tell("shell.pages")}>
      <ul className={styles.places}>
        {places.map((place) => (
          <li key={place.path}>
            <PlaceLink place={place} current={place === current} onFollow={onFollow} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

type LinkProps = {
  readonly place: Place
  readonly current: boolean
  readonly onFollow: (() => void) | undefined
}

function PlaceLink({ place, current, onFollow }: LinkProps) {
  const { title, path, icon, counts = false, apart = false } = place
  const same = {
    className: styles.place,
    "aria-current": current ? ("page" as const) : undefined,
    onClick: onFollow,
  }
  const words = (
    <>
      <Icon name={icon} size={18} />
      <span>{title}</span>
      {counts ? <WaitingCount /> : null}
    </>
  )
  if (apart) {
    return (
      <a href={path} {...same}>
        {words}
      </a>
    )
  }
  return (
    <Link to={path} {...same}>
      {words}
    </Link>
  )
}
