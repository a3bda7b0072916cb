/**
 * A black box before a network: clients that send by the sdk, over HTTP alone, what no two of them
 * send, and a judge that reads all blocks afterwards. Each transaction adds a principal of its own
 * name, so one that ran twice would be refused the second time.
 */

import { openKeystore, readPassphrase, systemDisk, systemRandom } from "@concordat/node"
import {
  anyGateway,
  type Client,
  commandsOf,
  createClient,
  type Fetch,
  getBlock,
  listBlocks,
  listRows,
  type Signer,
  status,
  transact,
} from "@concordat/sdk"
import { placesOf } from "../../cli/network/plan.ts"
import { services } from "../../node/services.ts"
import { soon } from "./world.ts"

const ADMINISTRATOR = "education/administrator-1"
const CLIENTS = 2
/** Longer than any fault of a test lasts. */
const PATIENCE_MS = 60_000
const ROWS_MAX = 200

/** What a client was told. */
type Acknowledged = { readonly id: string; readonly height: string }

/** The key of the administrator, of which the network's folder holds the private part. */
async function administrator(client: Client, folder: string): Promise<Signer> {
  const { keys } = placesOf(folder)
  const passphrase = await readPassphrase(systemDisk, `${keys}/passphrase`)
  const keystore = await openKeystore({
    ...{ disk: systemDisk, folder: keys, random: systemRandom, passphrase },
  })
  const { rows } = await listRows(client, "organisations", "keys", { limit: ROWS_MAX })
  const ids = rows
    .filter(({ value }) => value["holder"] === ADMINISTRATOR && value["purpose"] === "sign")
    .map(({ key }) => Object.values(key)[0])
  const { id, algorithm, public: cose } = keystore.list().find((each) => ids.includes(each.id))!
  const sign = (message: Uint8Array) => keystore.sign(id, "sign", message)
  return { kid: id, algorithm, public: cose, sign }
}

/** Clients at work, and what they were told. */
export class History {
  readonly acknowledged: Acknowledged[] = []
  readonly failures: unknown[] = []
  private readonly urls: readonly [string, ...string[]]
  private readonly working: Promise<void>[] = []
  private readonly abandoned = new AbortController()
  private stopped = false
  private sent = 0

  constructor(urls: readonly string[]) {
    this.urls = urls as [string, ...string[]]
  }

  private client(first: number): Client {
    const [url] = this.urls
    const turned = [...this.urls.slice(first), ...this.urls.slice(0, first)]
    const any = anyGateway(turned as [string, ...string[]])
    const until = this.abandoned.signal
    const fetch: Fetch = (address, init = {}) => {
      const signal = init.signal ? AbortSignal.any([init.signal, until]) : until
      return any(address, { ...init, signal })
    }
    return createClient({ url: turned[0] ?? url, fetch, timeoutMs: PATIENCE_MS })
  }

  /** Clients begin, each at another gateway; those that are at work go on. */
  async begin(folder: string): Promise<void> {
    if (this.working.length > 0) return
    const signer = await administrator(this.client(0), folder)
    for (let index = 0; index < CLIENTS; index++) {
      this.working.push(this.work(this.client(index), signer))
    }
  }

  private async work(client: Client, signer: Signer): Promise<void> {
    const commands = commandsOf(services)
    while (!this.stopped) {
      const input = { name: `load-${this.sent++}`, kind: "service" }
      const operations = [{ command: "organisations.addPrincipal", input }]
      try {
        const receipt = await transact(client, { operations, signers: [signer], commands })
        this.acknowledged.push({ id: receipt.transaction, height: receipt.height })
      } catch (failure) {
        this.failures.push(failure)
      }
    }
  }

  /** Returns once so many more were acknowledged: the network decides. */
  async grows(by = 4): Promise<void> {
    const enough = this.acknowledged.length + by
    while (this.acknowledged.length < enough) await soon()
  }

  /** Clients stop where they are. */
  abandon(): void {
    this.stopped = true
    this.abandoned.abort()
  }

  /** Clients finish what they are at. */
  async end(): Promise<void> {
    this.stopped = true
    await Promise.all(this.working)
  }

  /** All blocks of a gateway: hash and app hash by height. */
  private async chainOf(url: string): Promise<Map<string, string>> {
    const client = createClient({ url })
    const chain = new Map<string, string>()
    for (let before: string | null | undefined; before !== null; ) {
      const page = await listBlocks(client, { limit: 200, ...(before && { before }) })
      for (const { height, hash, appHash } of page.blocks) chain.set(height, `${hash} ${appHash}`)
      before = page.next
    }
    return chain
  }

  /** Where the blocks of a gateway have each transaction: height and outcome, by id. */
  private async placesAt(url: string): Promise<Map<string, string[]>> {
    const client = createClient({ url })
    const { height: tip } = await status(client)
    const places = new Map<string, string[]>()
    for (let height = 1n; height <= BigInt(tip); height++) {
      const { items } = await getBlock(client, String(height))
      for (const { transaction, status: outcome } of items) {
        const seen = `${height} ${outcome}`
        places.set(String(transaction), [...(places.get(String(transaction)) ?? []), seen])
      }
    }
    return places
  }

  /** Transactions lost at a gateway, or there twice. */
  private async misplacedAt(url: string): Promise<readonly string[]> {
    const places = await this.placesAt(url)
    const twice = [...places].filter(([, at]) => at.length > 1)
    const lost = this.acknowledged.filter(
      ({ id, height }) => places.get(id)?.join() !== `${height} accepted`,
    )
    return [
      ...twice.map(([id, at]) => `${id} is twice at ${url}: ${at}`),
      ...lost.map(
        ({ id, height }) => `${id} was told at ${height} and is at ${places.get(id)} at ${url}`,
      ),
    ]
  }

  /**
   * What breaks S1 to S3: forks and other states at any gateway; transactions lost or there twice
   * at these gateways, which hold all blocks.
   */
  async faults(readers: readonly string[] = this.urls.slice(0, 1)): Promise<readonly string[]> {
    const [first, ...others] = await Promise.all(this.urls.map((url) => this.chainOf(url)))
    const found: string[] = []
    for (const [height, block] of first!) {
      const unlike = others.filter((chain) => (chain.get(height) ?? block) !== block)
      if (unlike.length > 0) found.push(`height ${height} is another on ${unlike.length} nodes`)
    }
    const misplaced = await Promise.all(readers.map((url) => this.misplacedAt(url)))
    return [...found, ...misplaced.flat()]
  }
}
