/** Who signed a transaction: the holders of the keys, as the register names them now. */
import type { JsonObject } from "@concordat/kernel"
import { getRow, type TransactionAnswer } from "@concordat/sdk"
import { HashChip } from "../../components/hash-chip.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Facts, Note, Panel } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { tell } from "../../texts/tell.ts"
import { type SignatureJson, signaturesOf } from "./content.ts"

/** The panel. */
export function Signers({ answer }: { readonly answer: TransactionAnswer }) {
  const signatures = signaturesOf(answer)
  return (
    <Panel title={tell("transaction.signers")}>
      {signatures.length === 0 ? <Note>{tell("transaction.open")}</Note> : null}
      {signatures.map((signature) => (
        <Signature key={signature.key} signature={signature} />
      ))}
    </Panel>
  )
}

/** The holder of a key; null where the register has none. */
function useHolder(key: string): string | null {
  const client = useClient()
  const { data } = useAnswer(["key", key], () =>
    getRow(client, "organisations", "keys", [key]).then(({ row }) => row?.value ?? null),
  )
  const holder = (data as JsonObject | null | undefined)?.["holder"]
  return typeof holder === "string" ? holder : null
}

function Signature({ signature: { key, algorithm } }: { readonly signature: SignatureJson }) {
  const holder = useHolder(key)
  return (
    <Facts
      facts={[
        {
          name: tell("transaction.signers"),
          value:
            holder === null ? (
              <span className="muted">{tell("transaction.unknownKey")}</span>
            ) : (
              <PartyChip party={holder} />
            ),
        },
        {
          name: tell("transaction.key"),
          value: <HashChip hex={key} kind={tell("transaction.key")} />,
        },
        { name: tell("transaction.algorithm"), value: algorithm },
      ]}
    />
  )
}
