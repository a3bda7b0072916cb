/** Who stands behind a validator's address: its organisation, where the ledger names one. */
import type { LedgerStatus } from "@concordat/sdk"
import { HashChip } from "../../components/hash-chip.tsx"
import { useStatus } from "../../components/ledger.tsx"
import { PartyChip } from "../../components/party-chip.tsx"

type Validators = LedgerStatus["validators"]

/** The validators of now; those of an old block may have been others. */
export function useValidators(): Validators {
  return useStatus().data?.validators ?? []
}

/** The organisation of an address, or the address. */
export function ValidatorChip({ address }: { readonly address: string }) {
  const one = useValidators().find((each) => each.address === address)
  const organisation = one?.organisation ?? null
  if (organisation !== null) return <PartyChip party={organisation} />
  return <HashChip hex={address} kind="Validator" />
}

/** Votes that signed, those of all, and how many must be exceeded; null where one is unknown. */
export function votesOf(signers: readonly string[], validators: Validators) {
  const power = (address: string) =>
    validators.find((each) => each.address === address)?.power ?? null
  const powers = signers.map(power)
  if (powers.includes(null)) return null
  const signed = powers.reduce((sum, each) => sum + BigInt(each!), 0n)
  const all = validators.reduce((sum, each) => sum + BigInt(each.power), 0n)
  return { signed, all, need: (all * 2n) / 3n }
}
