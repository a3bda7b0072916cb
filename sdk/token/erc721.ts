/** Items, of which there is one each, by the verbs of ERC-721. An item is named by 32 bytes. */
import type { Hash, Hex } from "@concordat/kernel"
import type { Client } from "../client.ts"
import { listRows } from "../read.ts"
import { type Asked, columnsOf } from "./asked.ts"

const PAGE = 200

/** The account that holds an item; null where there is no such item. */
async function ownerOf(client: Client, asset: string, item: Hash): Promise<Hex | null> {
  const columns = await columnsOf(client, "items", asset, item)
  return (columns?.["holder"] as Hex | undefined) ?? null
}

/** How many items of an asset an account holds: reads every item of the asset, page by page. */
async function balanceOf(client: Client, asset: string, account: Hex): Promise<bigint> {
  let held = 0n
  let after: string | undefined
  do {
    const page = await listRows(client, "money", "items", { asset, limit: PAGE, after })
    for (const { value } of page.rows) if (value["holder"] === account) held++
    after = page.next ?? undefined
  } while (after !== undefined)
  return held
}

function transferFrom(asset: string, item: Hash, from: Hex, to: Hex): Asked {
  return { command: "money.transferItem", input: { asset, item, from, to } }
}

function mint(asset: string, item: Hash, holder: Hex, document: Hash): Asked {
  return { command: "money.mintItem", input: { asset, item, holder, document } }
}

function burn(asset: string, item: Hash): Asked {
  return { command: "money.burnItem", input: { asset, item } }
}

/**
 * The verbs. `safeTransferFrom` is `transferFrom`: an account that may not take an item refuses it.
 * There is no `approve`: items have no allowance.
 */
export const erc721 = {
  ownerOf,
  balanceOf,
  transferFrom,
  safeTransferFrom: transferFrom,
  mint,
  burn,
}
