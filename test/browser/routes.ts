/** Every address of the console, and a way from one to the other without loading it anew. */
import { askQuery, listBlocks, listEvents, listRows, status } from "@concordat/sdk"
import { governanceService } from "@concordat/services/governance"
import { moneyService } from "@concordat/services/money"
import { organisationsService } from "@concordat/services/organisations"
import { oversightService } from "@concordat/services/oversight"
import { provenanceService } from "@concordat/services/provenance"
import type { Page } from "playwright-core"
import { readModelReady } from "./read-model.ts"
import type { World } from "./world.ts"

/** The services of the build. */
export const SERVICES = [
  provenanceService,
  organisationsService,
  governanceService,
  moneyService,
  oversightService,
] as const

/** Goes to a path as a link would, and waits until the page has its heading and is at rest. */
export async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, "", to)
    dispatchEvent(new PopStateEvent("popstate"))
  }, path)
  await page.waitForFunction(
    (to) =>
      location.href === new URL(to, location.origin).href &&
      document.querySelector("main h1") !== null &&
      document.querySelector("main [aria-busy]") === null,
    path,
  )
}

/** Every table. */
export function tablePaths(): readonly string[] {
  return SERVICES.flatMap(({ name, tables }) =>
    Object.keys(tables).map((table) => `/services/${name}/tables/${table}`),
  )
}

/** Pages of money, with things of the story. */
async function moneyPaths(world: World): Promise<readonly string[]> {
  await readModelReady(world)
  const { client } = world
  const { chain } = await status(client)
  const ask = async (query: string, input: Readonly<Record<string, string>> = {}) =>
    (await askQuery(client, "money", query, input)).items
  const [account] = await ask("accountList", { owner: "ann" })
  const [order] = await ask("orderList")
  const [line] = await ask("issuance", { asset: "eur-demo" })
  const cycles = await ask("cycleList")
  return [
    ...["mine", "request", "file", "bank?operator=south-bank", "bank/open", "treasury", "orders"],
    ...["pay", "netting", "netting/open", "exchange", "assets/eur-demo"],
    ...[`accounts/${account!["account"]}`, `limits/${account!["account"]}`],
    ...[`orders/${order!["order"]}`, `payments/${line!["entry"]}`],
    `cycles/${cycles.find(({ state }) => state === "funding")!["cycle"]}`,
    `pay?ledger=${chain}&to=${account!["account"]}&amount=1250`,
    ...[`tables/accounts/${account!["account"]}`, "commands/post"],
  ].map((path) => `/services/money/${path}`)
}

/** One address of each kind of page, with things of the story where something varies. */
export async function pagePaths(world: World): Promise<readonly string[]> {
  const { client } = world
  const { events } = await listEvents(client, { service: "provenance", limit: 1 })
  const { rows } = await listRows(client, "provenance", "items", { limit: 1 })
  const { blocks } = await listBlocks(client, { limit: 1 })
  const proposals = await listRows(client, "governance", "proposals", { limit: 1 })
  const { issuer, handle } = rows[0]!.key
  const transaction = events[0]!.transaction!
  return [
    ...["/", "/inbox", "/services", "/services/provenance", "/services/organisations"],
    ...["/services/provenance/register", "/services/provenance/documents"],
    ...["/services/governance/decisions", "/services/governance/constitution"],
    `/services/governance/proposals/${proposals.rows[0]!.key["proposal"]}`,
    `/services/governance/proposals/${"0".repeat(64)}`,
    `/services/provenance/documents/${issuer}/${handle}`,
    `/services/provenance/documents/${issuer}/${"0".repeat(64)}`,
    `/services/provenance/tables/items/${issuer}/${handle}`,
    ...["/services/provenance/commands/revoke", "/services/organisations/tables/keys"],
    ...["/services/money", "/services/money/tables/totals", "/services/money/tables/holds"],
    ...["/services/money/tables/accounts", "/services/money/commands/transfer"],
    ...(await moneyPaths(world)),
    ...["/services/provenance/tables/statements?sort=at&issuer=education", "/transactions"],
    ...["/services/provenance/queries/expiring", "/services/governance/queries/openProposals"],
    ...["/blocks", `/blocks/${blocks[0]!.height}`, "/blocks/999999", "/events", "/events/0"],
    ...[`/transactions/${transaction}`, "/organisations", "/organisations/education"],
    ...["/organisations/education/registrar", "/codes/already_revoked", "/search?q=diploma"],
    ...["/network", "/access", "/reference", "/nowhere"],
  ]
}
