/** Votes as a bar: who signs first, then who is missing, and the line that must be passed. */
import { tell } from "../../texts/tell.ts"
import { mayFail, type Voter } from "../overview/well-being.ts"
import styles from "./power-bar.module.css"

/** Votes that sign, all of them, and how many must be exceeded. */
function figuresOf(voters: readonly Voter[]) {
  const sum = (some: readonly Voter[]) => some.reduce((total, { power }) => total + power, 0n)
  const all = sum(voters)
  return { signed: sum(voters.filter(({ signs }) => signs)), all, need: (all * 2n) / 3n }
}

/** What the bar says, in words; where no block comes any more, it tells of the last one. */
function margin(voters: readonly Voter[], quiet: boolean): string {
  if (quiet) return tell("power.quiet")
  const { signed, all } = figuresOf(voters)
  if (signed * 3n <= all * 2n) return tell("power.stopped")
  const spare = mayFail(voters)
  return spare === 0 ? tell("power.noOther") : tell("power.spare", { count: spare })
}

type Props = {
  readonly voters: readonly Voter[]
  /** No block for long. */
  readonly quiet: boolean
}

/** The bar; segments are as wide as their votes. */
export function PowerBar({ voters, quiet }: Props) {
  const { need, ...figures } = figuresOf(voters)
  const parts = voters.toSorted((a, b) => Number(b.signs) - Number(a.signs))
  const sentence = tell(quiet ? "power.lastBlock" : "power.sentence", { ...figures, need })
  const left = margin(voters, quiet)
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.words}>
        <span>{sentence}</span>
        <strong>{left}</strong>
      </figcaption>
      <div className={styles.frame} role="img" aria-label={`${sentence} ${left}`}>
        <div className={styles.bar}>
          {parts.map(({ name, power, signs }) => (
            <span
              key={name}
              className={`${styles.part} ${signs ? "" : styles.missing}`}
              style={{ flexGrow: Number(power) }}
              title={tell(signs ? "power.signs" : "power.missing", { name, power })}
            >
              <bdi className={styles.name}>{name}</bdi>
            </span>
          ))}
        </div>
        <span className={styles.third}>
          <span className={styles.label}>{tell("power.third", { need })}</span>
        </span>
      </div>
    </figure>
  )
}
