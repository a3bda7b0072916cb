/** Assets: registered by their issuer, under a policy that has versions, paused and resumed. */
import { command, ensure, type Infer, type Row, type record, type Tx } from "@concordat/kernel"
import { holdersOf, signersOf } from "./authority.ts"
import { accountStatus, assetChanged } from "./events.ts"
import { assetName } from "./kinds.ts"
import { refuse } from "./refusals.ts"
import {
  type AccountRow,
  accounts,
  assets,
  assetTerms,
  DECIMALS_MAX,
  policies,
  policyTerms,
  totals,
} from "./tables.ts"

/** Signers that minting may ask for, at most. */
const APPROVALS_MAX = 8
const ISSUE = "money.issue"

type Policy = Infer<ReturnType<typeof record<typeof policyTerms>>>
type Asset = Row<typeof assets>

/** A new account: all counters at zero, no limits, nothing blocked. */
export function blankAccount(
  row: Pick<AccountRow, "asset" | "owner" | "operator" | "kind">,
): AccountRow {
  return {
    ...row,
    ...{ debitsPosted: 0n, debitsPending: 0n, creditsPosted: 0n, creditsPending: 0n },
    ...{ frozen: 0n, creditLimit: 0n, holdingLimit: null, tier: 0, sweepTo: null },
    ...{ fundFrom: null, wallet: null, noDebits: false, noCredits: false },
    ...{ cycles: 0, closed: false },
  }
}

/** An asset by its name, or `unknown_asset`. */
export function assetOf(tx: Tx, asset: string): Asset {
  const row = assets.get(tx, { asset })
  ensure(row, refuse.unknown_asset, { asset })
  return row
}

/** The caller's organisation is the issuer. */
export function ensureIssuer(tx: Tx, { issuer }: Asset): void {
  ensure(issuer === tx.organisation, refuse.not_the_owner, { owner: issuer })
}

/** As many different persons of the issuer as the asset asks for. */
export function ensureApproved(tx: Tx, asset: string, { issuer, approvals }: Asset): void {
  const { signers } = signersOf(tx)
  const have = holdersOf(tx, signers, ISSUE, asset, issuer).length
  ensure(have >= approvals, refuse.approvals_insufficient, { have, need: approvals })
}

function announce(tx: Tx, asset: string): void {
  const { issuer, policy, paused } = assets.get(tx, { asset })!
  tx.emit(assetChanged, { asset, issuer, policy, paused })
}

function openIssuance(tx: Tx, asset: string, account: AccountRow["sweepTo"] & string): void {
  const [owner, operator] = [{ party: tx.organisation }, tx.organisation]
  const kind = "issuance"
  accounts.put(tx, { account }, blankAccount({ asset, owner, operator, kind }))
  tx.emit(accountStatus, { account, asset, owner, operator, kind, closed: false })
}

export const registerAsset = command({
  about: "Register an asset, with the account from which it is issued.",
  role: ISSUE,
  input: { asset: assetName, ...assetTerms },
  scope: ({ asset }) => asset,
  run(tx, { asset, ...terms }) {
    ensure(!assets.has(tx, { asset }), refuse.asset_exists, { asset })
    const taken = accounts.has(tx, { account: terms.issuance })
    ensure(!taken, refuse.account_exists, { account: terms.issuance })
    const { decimals, approvals } = terms
    ensure(decimals <= DECIMALS_MAX, refuse.parameter_out_of_range, { decimals })
    const sound = approvals >= 1 && approvals <= APPROVALS_MAX
    ensure(sound, refuse.parameter_out_of_range, { approvals, limit: APPROVALS_MAX })

    assets.put(tx, { asset }, { issuer: tx.organisation, ...terms, policy: 1, paused: false })
    policies.put(tx, { asset, version: 1 }, { tiers: [], deny: [], fees: [] })
    const none = { debitsPosted: 0n, debitsPending: 0n, creditsPosted: 0n, creditsPending: 0n }
    totals.put(tx, { asset }, none)
    openIssuance(tx, asset, terms.issuance)
    announce(tx, asset)
  },
})

function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length
}

/** What contradicts itself in a policy, or null. */
function policyFault(tx: Tx, asset: string, { tiers, deny, fees }: Policy): string | null {
  if (hasTwice(tiers.map(({ tier }) => `${tier}`))) return "a tier stands twice"
  if (tiers.some(({ flow }) => flow !== null && flow.seconds === 0)) return "a flow of no time"
  if (hasTwice(deny.map(({ from, to }) => `${from} ${to}`))) return "a pair is denied twice"
  for (const { num, den, to } of fees) {
    if (den === 0 || num > den) return "a fee is above the amount"
    const row = accounts.get(tx, { account: to })
    if (row === undefined || row.asset !== asset) return "a fee goes to no account of the asset"
    if (row.kind === "issuance" || row.closed) return "a fee goes to an account that takes none"
  }
  return null
}

export const setPolicy = command({
  about: "Give an asset its next policy: tiers with their limits, denied pairs, fees.",
  role: ISSUE,
  input: { asset: assetName, ...policyTerms },
  scope: ({ asset }) => asset,
  run(tx, { asset, ...policy }) {
    const row = assetOf(tx, asset)
    ensureIssuer(tx, row)
    const reason = policyFault(tx, asset, policy)
    ensure(reason === null, refuse.policy_invalid, { reason })

    const version = row.policy + 1
    policies.put(tx, { asset, version }, policy)
    assets.patch(tx, { asset }, { policy: version })
    announce(tx, asset)
  },
})

/** The issuer's people may stop an asset, and those who have control over it. */
function setPaused(tx: Tx, asset: string, paused: boolean): void {
  const row = assetOf(tx, asset)
  const { signers } = signersOf(tx)
  const own = holdersOf(tx, signers, ISSUE, asset, row.issuer).length > 0
  const control = holdersOf(tx, signers, "money.control", asset, null).length > 0
  ensure(own || control, refuse.permission_missing, { role: "money.control", scope: asset })
  ensure(row.paused !== paused, refuse.wrong_state, { paused: row.paused })

  assets.patch(tx, { asset }, { paused })
  announce(tx, asset)
}

export const pauseAsset = command({
  about: "Stop every movement of an asset.",
  role: null,
  input: { asset: assetName },
  run: (tx, { asset }) => void setPaused(tx, asset, true),
})

export const resumeAsset = command({
  about: "Let an asset move again.",
  role: null,
  input: { asset: assetName },
  run: (tx, { asset }) => void setPaused(tx, asset, false),
})
