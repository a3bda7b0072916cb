/** An account: whose it is and what for, before its number. */
import { Link } from "@concordat/console/components"
import type { Owner } from "../kinds.ts"
import { shortNumber } from "./account-number.ts"
import styles from "./money.module.css"
import { accountPath } from "./paths.ts"
import { tell } from "./tell.ts"

/** Whose an account is, as a text. */
export function ownerText(owner: Owner): string {
  return "party" in owner ? owner.party : tell("account.service", { service: owner.service })
}

type Props = {
  readonly account: string
  readonly owner: Owner
  readonly kind?: keyof typeof KINDS
}

/** Words for what an account is for. */
const KINDS = {
  issuance: "kind.issuance",
  treasury: "kind.treasury",
  omnibus: "kind.omnibus",
  wallet: "kind.wallet",
  settlement: "kind.settlement",
  escrow: "kind.escrow",
  fee: "kind.fee",
  suspense: "kind.suspense",
} as const

/** What an account is for, in a word. */
export function kindText(kind: keyof typeof KINDS): string {
  return tell(KINDS[kind])
}

/** The chip, a link to the account's page. */
export function AccountChip({ account, owner, kind }: Props) {
  return (
    <Link to={accountPath(account)} className={styles.chip}>
      <bdi>{ownerText(owner)}</bdi>{" "}
      <span className={styles.number}>
        {kind === undefined ? "" : `${kindText(kind)} `}
        <bdi translate="no">{shortNumber(account)}</bdi>
      </span>
    </Link>
  )
}
