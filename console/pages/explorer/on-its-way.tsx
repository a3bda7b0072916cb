/** A transaction that no block holds yet: perhaps it is on its way. */
import { buttonClass } from "../../components/button.tsx"
import { HashChip } from "../../components/hash-chip.tsx"
import { useStatus } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Page, Panel } from "../../components/panel.tsx"
import { VerdictBanner } from "../../components/verdict-banner.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"

/** The page; it goes over into the receipt by itself. */
export function OnItsWay({ id }: { readonly id: string }) {
  const height = useStatus().data?.height ?? "0"
  return (
    <Page name={tell("transaction.name")}>
      <VerdictBanner
        tone="unknown"
        level={1}
        calm
        sentence={tell("way.title", { height: plainText(BigInt(height)) })}
      >
        <span>{tell("way.sent")}</span>
      </VerdictBanner>
      <Panel>
        <p>
          <HashChip hex={id} kind={tell("transaction.name")} whole />
        </p>
        <p>{tell("way.old")}</p>
        <div>
          <Link to="/search" className={buttonClass()}>
            {tell("way.search")}
          </Link>
        </div>
      </Panel>
    </Page>
  )
}
