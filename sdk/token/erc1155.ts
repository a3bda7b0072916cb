/** Many assets at once by the verbs of ERC-1155: an id there is an asset here. */
import type { Hex } from "@concordat/kernel"
import type { Client } from "../client.ts"
import { type Asked, balanceOf, lineOf, type Move } from "./asked.ts"
import { erc20 } from "./erc20.ts"

function balanceOfBatch(client: Client, accounts: readonly Hex[]): Promise<bigint[]> {
  return Promise.all(accounts.map((account) => balanceOf(client, account)))
}

/** All lines or none, up to 1,000, under one entry id. */
function safeBatchTransferFrom(entry: Hex, moves: readonly Omit<Move, "entry">[]): Asked {
  return { command: "money.post", input: { entry, mode: "linked", lines: moves.map(lineOf) } }
}

/** The verbs. An account is of one asset, so an account says which id is meant. */
export const erc1155 = {
  ...{ balanceOf, balanceOfBatch, safeTransferFrom: erc20.transfer, safeBatchTransferFrom },
}
