/**
 * `concordat money prove`: that a payment is final, what the supply of an asset is, what an account
 * had. Each is one file, which is judged here as anybody judges it: by anchors, without a network.
 * What is answered is what it proves; the gateway's own word decides nothing.
 */
import type { Fact, JsonObject } from "@concordat/kernel"
import { amountText, type Client, getEvidence, getRowEvidence, readAmount } from "@concordat/sdk"
import { readAccount } from "@concordat/sdk/iso20022"
import { lowestAnchor } from "../anchors.ts"
import { connect } from "../connect.ts"
import type { Common, Environment } from "../environment.ts"
import { EXIT } from "../failure.ts"
import { ensureWritable, writeOutput } from "../files.ts"
import type { Answer } from "../output.ts"
import { verifyVerb } from "../verbs/verify.ts"
import { paymentEvent, readReference } from "./original.ts"
import { judgeOne, otherEvidence, provenRow, rowShown } from "./proven.ts"
import { columnsOf } from "./verbs.ts"

/** Flags of all three. */
export type ProveFlags = Common & { readonly out?: string; readonly atLeast?: string }

/** A ledger, and the height of the header that evidence leads from. */
type Source = {
  readonly environment: Environment
  readonly client: Client
  readonly anchor: string
}

type Proof = {
  readonly bundle: Uint8Array
  /** For its file. */
  readonly name: string
  /** Of the proven fact, why it is not enough; null: it is. Throws where it is another one. */
  lack(fact: Fact | undefined): Promise<string | null>
}

async function paymentProof({ client, anchor }: Source, named: string): Promise<Proof> {
  const reference = readReference(named)
  const { position, fields } = await paymentEvent(client, reference)
  const { uetr, entry, line } = reference
  return {
    bundle: await getEvidence(client, `/v1/evidence/events/${position}`, anchor),
    name: `payment-${String(fields["entry"]).slice(0, 8)}`,
    async lack(fact) {
      const moved = fact?.kind === "event" && fact.service === "money" && fact.event === "moved"
      const shown = moved ? (fact.fields as JsonObject) : {}
      const same = uetr === null ? shown["entry"] === entry && shown["line"] === line : null
      if (!(same ?? shown["uetr"] === uetr)) throw otherEvidence()
      return null
    },
  }
}

async function supplyProof({ client, anchor }: Source, asset: string): Promise<Proof> {
  const issuance = String((await columnsOf(client, "assets", asset))["issuance"])
  return {
    bundle: await getRowEvidence(client, "money", "accounts", [issuance], anchor),
    name: `supply-${asset}`,
    async lack(fact) {
      const row = rowShown(fact, "accounts", issuance)
      // An asset has one account of this kind: so it does not matter who named it.
      if (row["kind"] !== "issuance" || row["asset"] !== asset) throw otherEvidence()
      return null
    },
  }
}

async function balanceProof(source: Source, named: string, atLeast?: string): Promise<Proof> {
  const { environment, client, anchor } = source
  const account = readAccount(named)
  return {
    bundle: await getRowEvidence(client, "money", "accounts", [account], anchor),
    name: `balance-${account.slice(0, 8)}`,
    async lack(fact) {
      const row = rowShown(fact, "accounts", account)
      if (atLeast === undefined) return null
      const asset = String(row["asset"])
      const terms = await getRowEvidence(client, "money", "assets", [asset], anchor)
      const proven = await provenRow(environment, terms, ["assets", asset])
      const decimals = Number(proven.row["decimals"])
      const units = BigInt(String(row["creditsPosted"])) - BigInt(String(row["debitsPosted"]))
      if (units >= BigInt(readAmount(atLeast, decimals))) return null
      return `It is not ${atLeast} ${asset}: there are ${amountText(units, decimals)}.`
    },
  }
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
  const { height } = await lowestAnchor(environment, client)
  const source = { environment, client, anchor: height.toString() }
  const { bundle, name, lack } = await PROOFS[what](source, named, flags.atLeast)
  const { valid, claims } = await judgeOne(environment, bundle)
  const lacking = valid ? await lack(claims[0]) : null
  const file = flags.out ?? `${name}.evidence`
  await writeOutput(environment, file, bundle)
  const judged = await verifyVerb(environment, file, { ...flags, why: false })
  const next = `Evidence: ${file}; \`concordat verify ${file}\` needs no network.`
  const lines = [...judged.lines, ...(lacking === null ? [] : [lacking]), next]
  const json = { ...(judged.json as JsonObject), lack: lacking, file }
  return { lines, json, exit: lacking === null ? (judged.exit ?? EXIT.done) : EXIT.refused }
}
