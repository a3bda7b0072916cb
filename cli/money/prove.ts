/**
 * `concordat money prove`: that a payment is final, what the supply of an asset is, what an account
 * had. Each is one file, which is judged here as anybody judges it: by anchors, without a network.
 */
import { amountText, type Client, getEvidence, getRowEvidence, readAmount } from "@concordat/sdk"
import { readAccount } from "@concordat/sdk/iso20022"
import { meetLedger } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { verifyVerb } from "../verbs/verify.ts"
import { paymentEvent, readReference } from "./original.ts"
import { columnsOf } from "./verbs.ts"

/** Flags of all three. */
export type ProveFlags = Common & { readonly out?: string; readonly atLeast?: string }

/** What is proved: its evidence, a name for its file, and whether there is less than was said. */
type Proof = { readonly bundle: Uint8Array; readonly name: string; readonly lack?: string | null }

async function paymentProof(client: Client, named: string): Promise<Proof> {
  const { position, fields } = await paymentEvent(client, readReference(named))
  const name = `payment-${String(fields["entry"]).slice(0, 8)}`
  return { bundle: await getEvidence(client, `/v1/evidence/events/${position}`), name }
}

async function supplyProof(client: Client, asset: string): Promise<Proof> {
  const { issuance } = await columnsOf(client, "assets", asset)
  const bundle = await getRowEvidence(client, "money", "accounts", [String(issuance)])
  return { bundle, name: `supply-${asset}` }
}

async function balanceProof(client: Client, named: string, atLeast?: string): Promise<Proof> {
  const account = readAccount(named)
  const row = await columnsOf(client, "accounts", account)
  const bundle = await getRowEvidence(client, "money", "accounts", [account])
  const name = `balance-${account.slice(0, 8)}`
  if (atLeast === undefined) return { bundle, name }
  const asset = String(row["asset"])
  const decimals = Number((await columnsOf(client, "assets", asset))["decimals"])
  const units = BigInt(String(row["creditsPosted"])) - BigInt(String(row["debitsPosted"]))
  const least = BigInt(readAmount(atLeast, decimals))
  const lack = `It is not ${atLeast} ${asset}: there are ${amountText(units, decimals)}.`
  return { bundle, name, lack: units < least ? lack : null }
}

/** What can be proved, by the word for it. */
const PROOFS = { payment: paymentProof, supply: supplyProof, balance: balanceProof }

/** Fetches the evidence, keeps it, and says what anybody will find in it. */
export async function proveVerb(
  environment: Environment,
  what: keyof typeof PROOFS,
  named: string,
  flags: ProveFlags,
): Promise<Answer> {
  if (flags.out !== undefined) await ensureWritable(environment, flags.out)
  const client = connect(environment, flags)
  await meetLedger(environment, client)
  const { bundle, name, lack = null } = await PROOFS[what](client, named, flags.atLeast)
  const file = flags.out ?? `${name}.evidence`
  await writeOutput(environment, file, bundle)
  const judged = await verifyVerb(environment, file, { ...flags, why: false })
  const next = `Evidence: ${file}; \`concordat verify ${file}\` needs no network.`
  const lines = [...judged.lines, ...(lack === null ? [] : [lack]), next]
  return { ...judged, lines, exit: lack === null ? (judged.exit ?? EXIT.done) : EXIT.refused }
}
