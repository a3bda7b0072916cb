/**
 * The document service's own routes: sealing on a development ledger, what the ledger says of a
 * document, and the leaf files of batches. No route takes a document for checking, on purpose.
 */
import {
  type Hash,
  hash,
  Invalid,
  isJsonObject,
  type Json,
  MerkleTree,
  party,
  Refusal,
  type Row,
  stateKey,
  time,
  toBase64url,
  toHex,
} from "@concordat/kernel"
import type { ClaimRequest } from "@concordat/node"
import { keys, organisations } from "@concordat/services/organisations"
import {
  classes,
  items,
  STATEMENT_VERSION,
  type StatementHeader,
  sealed,
  statementPayload,
  statements,
  toBeSealed,
} from "@concordat/services/provenance"
import { Hono } from "hono"
import type { GatewayOptions } from "../gateway.ts"
import { LONG_BODY_BYTES_MAX } from "../limits.ts"
import { signReceipts } from "../provenance/receipts.ts"
import { followStatements } from "../provenance/statements.ts"
import { mediaType, readBody, readJson } from "../requests/body.ts"
import { integer, parameters } from "../requests/parameters.ts"
import { developmentKeys, signersOf } from "../signing.ts"

const OCTETS = "application/octet-stream"
const HASH_BYTES = 32

/** Members of the request to seal; `names` is the handle of one document or the root of many. */
const SEAL_MEMBERS = ["organisation", "names", "payload"]

function unknownStatement(statement: string): Refusal {
  const message = "No such statement is registered on this ledger."
  return new Refusal("unknown_statement", message, { statement: statement.slice(0, 64) }, 404)
}

/** The request to seal, read strictly. */
function sealRequest(json: Json) {
  if (!isJsonObject(json)) throw new Invalid("type_mismatch", "", "The request is an object.")
  for (const name of Object.keys(json)) {
    if (SEAL_MEMBERS.includes(name)) continue
    const reason = `A request to seal has ${SEAL_MEMBERS.join(", ")} alone.`
    throw new Invalid("unknown_field", `/${name}`, reason)
  }
  for (const name of SEAL_MEMBERS) {
    if (json[name] === undefined) {
      throw new Invalid("field_missing", `/${name}`, `"${name}" is missing.`)
    }
  }
  const issuer = party.fromJson(json["organisation"]!)
  const names = hash.fromJson(json["names"]!)
  const content = json["payload"]!
  const version = { version: STATEMENT_VERSION }
  const payload = statementPayload.fromJson(
    isJsonObject(content) ? { ...version, ...content } : content,
  )
  return { issuer, names, payload }
}

export function provenanceRoutes(options: GatewayOptions): Hono {
  const { ledger, after, batches, development } = options
  const routes = new Hono()
  const followed = followStatements(ledger)
  const validators = ledger.status().validators.map(({ organisation }) => organisation)
  const held = [...new Set(validators)]
    .filter((organisation) => organisation !== null)
    .map((organisation) => development?.key(organisation, "receipt") ?? null)
    .filter((key) => key !== null)
  const receipts = signReceipts(ledger.chain, held)

  routes.post("/provenance/seal", async (context) => {
    parameters(context.req.url, [])
    const held = developmentKeys(options, context.req.raw)
    const [caller] = signersOf(held, context.req.raw)
    const { issuer, names, payload } = sealRequest(await readJson(context.req.raw, after))
    const own = caller?.holder.split("/")[0]
    const key = own === issuer ? held.key(issuer, "seal") : null
    if (key === null) {
      const message = "The gateway holds no seal of this organisation for you."
      throw new Refusal("unknown_key", message, { organisation: issuer }, 404)
    }
    const header: StatementHeader = {
      algorithm: key.algorithm,
      key: key.kid,
      chain: ledger.chain,
      issuer,
      names,
      issued: Math.floor(ledger.status().time / 1000),
    }
    const signature = key.sign(toBeSealed(header, payload))
    return context.json({ statement: toBase64url(sealed(header, payload, signature)) })
  })

  /** The statement that a document was registered by: named by the caller, or by its own row. */
  async function statementOf(item: Uint8Array, named: string | undefined): Promise<Hash> {
    if (named !== undefined) return hash.fromJson(named)
    const { value } = await ledger.row(item)
    if (value !== null) return (items.readRow(value) as Row<typeof items>).statement
    const message = "The ledger has no row of this document; name the statement of its batch."
    throw new Refusal("unknown_item", message, {}, 404)
  }

  routes.get("/provenance/check/:organisation/:handle", async (context) => {
    const { statement: named, from } = parameters(context.req.url, ["statement", "from"])
    const issuer = party.fromJson(context.req.param("organisation"))
    const handle = hash.fromJson(context.req.param("handle"))
    const item = stateKey(items, { issuer, handle })
    const statement = await statementOf(item, named)
    const registration = await followed.find(statement)
    if (registration === null) throw unknownStatement(statement)
    const { value } = await ledger.row(stateKey(statements, { statement }))
    if (value === null) throw unknownStatement(statement)
    const row = statements.readRow(value) as Row<typeof statements>

    const claims: ClaimRequest[] = [
      { event: registration.event },
      { value: stateKey(statements, { statement }) },
      { value: stateKey(classes, { class: row.class }) },
      { value: stateKey(keys, { key: row.key }) },
      { value: stateKey(organisations, { organisation: row.issuer }) },
      (await ledger.row(item)).value === null ? { absence: item } : { value: item },
      ...receipts.keys.map(({ kid }) => ({ value: stateKey(keys, { key: kid }) })),
    ]
    const bundle = await ledger.evidence({
      claims,
      ...(from === undefined ? {} : { anchor: integer(from, "from") }),
    })
    const signed = receipts.of(await followed.log(), registration.position)
    return context.json({
      height: ledger.status().height.toString(),
      time: time.toJson(ledger.status().time),
      bundle: toBase64url(bundle),
      statement: toBase64url(await followed.bytes(registration)),
      receipts: signed.map(toBase64url),
    })
  })

  routes.get("/provenance/batches/:statement", async (context) => {
    parameters(context.req.url, [])
    const statement = hash.fromJson(context.req.param("statement"))
    const leaves = await batches.get(statement)
    if (leaves === null) throw unknownStatement(statement)
    return context.body(new Uint8Array(leaves), 200, { "Content-Type": OCTETS })
  })

  routes.put("/provenance/batches/:statement", async (context) => {
    parameters(context.req.url, [])
    mediaType(context.req.raw, [OCTETS])
    const statement = hash.fromJson(context.req.param("statement"))
    const { value } = await ledger.row(stateKey(statements, { statement }))
    if (value === null) throw unknownStatement(statement)
    const leaves = await readBody(context.req.raw, after, LONG_BODY_BYTES_MAX)
    ensureRoot(leaves, statements.readRow(value) as Row<typeof statements>)
    await batches.put(statement, leaves)
    return context.json({ statement, leaves: leaves.length / HASH_BYTES })
  })
  return routes
}

/** Refuses leaves that do not give the registered root: then nothing is kept. */
function ensureRoot(
  leaves: Uint8Array,
  row: { readonly root: Hash; readonly count: number },
): void {
  const extra = leaves.length % HASH_BYTES
  if (extra !== 0) {
    const details = { offset: leaves.length - extra, count: extra }
    const reason = "A leaf file is a multiple of 32 bytes."
    throw new Invalid("trailing_bytes", "", reason, details)
  }
  const hashes: Uint8Array[] = []
  for (let at = 0; at < leaves.length; at += HASH_BYTES) {
    hashes.push(leaves.subarray(at, at + HASH_BYTES))
  }
  const root = hashes.length === 0 ? "" : toHex(new MerkleTree(hashes).root)
  if (root === row.root && hashes.length === row.count) return
  const details = { expected: row.root, actual: root }
  throw new Invalid("batch_root_mismatch", "", "These leaves give another root.", details)
}
