/**
 * disposed-links-to-nobody: forty names, numbers and dates go through the whole life of documents,
 * and are nowhere afterwards: not in blocks, events, state, files, logs or metrics. Neither is what
 * could be guessed from them: a digest without its salt, the secret, the file's digest.
 */
import { sha256, timeText, toBase64url, toHex, utf8 } from "@concordat/kernel"
import { afterEach, describe, expect, test } from "vitest"
import {
  CLERK,
  DAY,
  hashFrom,
  REGISTRAR,
  SECOND,
} from "../../services/provenance/office.testing.ts"
import { Office, secretOf } from "./office.ts"

const CANARIES: readonly string[] = Array.from({ length: 40 }, (_, i) => {
  const number = 1_000_003 * (i + 17)
  if (i % 4 === 0) return `Canary-Name-${number}`
  if (i % 4 === 1) return `Kanarienvögel Ünal ${number}`
  if (i % 4 === 2) return `canary.${number}@mail.example`
  return `+49 30 ${number}`
})

/** A text as it would stand in CBOR and files, in JSON, in base64url at each offset, in hex. */
function formsOf(bytes: Uint8Array): string[] {
  const shifted = [0, 1, 2].map((skip) => {
    const text = toBase64url(new Uint8Array([...new Uint8Array(skip), ...bytes]))
    // The first and last characters depend on neighbours.
    return text.slice(skip === 0 ? 0 : 4, -4)
  })
  return [toHex(bytes), ...shifted]
}

describe("nothing personal", () => {
  let office: Office
  afterEach(() => office.live.close())

  /** Everything that the node and its gateway keep or told, as hex and as text. */
  async function everything(): Promise<string> {
    const { live } = office
    const { disk, place, ledger, lines, nodeLines } = live
    const parts: string[] = [JSON.stringify(lines), JSON.stringify(nodeLines)]
    for (const path of disk.paths()) parts.push(path, toHex((await disk.read(path))!))
    const all = new Uint8Array(64).fill(255)
    for await (const some of place.store.entries(new Uint8Array(0), all)) {
      for (const [key, value] of some) parts.push(toHex(key), toHex(value ?? new Uint8Array(0)))
    }
    for (let height = 1n; height <= ledger.status().height; height++) {
      for (const id of (await ledger.block(height))!.ids) {
        if (id === null) continue
        const record = (await ledger.transaction(id))!
        const plain = { ...record, bytes: toHex(record.bytes) }
        parts.push(JSON.stringify(plain, (_, value) => (typeof value === "bigint" ? 1 : value)))
      }
    }
    for (const path of ["/v1/events?limit=200", "/v1/provenance/items?limit=200"]) {
      const answer = await live.request(path)
      expect(answer.status, path).toBe(200)
      parts.push(await answer.text())
    }
    parts.push(await live.metrics.text())
    return parts.join("\n")
  }

  test("disposed-links-to-nobody, and forty canaries nowhere", async () => {
    office = await Office.open()
    const fields = Object.fromEntries(CANARIES.slice(0, 30).map((name, i) => [`field${i}`, name]))
    const file = utf8(CANARIES.join("\n"))
    const name = `${CANARIES[30]}.txt`
    const document = await office.issue(file, CANARIES[31]!, { fields, name })
    const { handle } = document
    const target = { item: { handle, proof: null } }
    const order = hashFrom("order")
    const until = timeText(office.live.now + DAY)
    const terms = { target, reason: "court_order", order, until }
    await office.run("provenance.suspend", terms)
    await office.revoke({ item: handle })

    // What is refused must not tell either: wrong inputs with names in them.
    for (const canary of CANARIES.slice(32)) {
      const input = { class: canary, target: canary, reason: canary }
      await expect(office.run("provenance.revoke", input)).rejects.toMatchObject({ status: 400 })
      const name = encodeURIComponent(canary)
      const path = `/v1/provenance/items/${name}?${name}=1`
      expect((await office.live.request(path)).status).toBeGreaterThanOrEqual(400)
      await expect(office.run("provenance.suspend", terms, CLERK)).rejects.toMatchObject({
        code: "proof_missing",
      })
    }
    office.live.clock.advance(11 * DAY)
    const items = [{ handle, proof: null }]
    await office.run(
      "provenance.dispose",
      { items, destruction: hashFrom("protocol") },
      REGISTRAR,
      SECOND,
    )
    await office.live.restart()

    const kept = await everything()
    expect(kept).toContain(handle)
    const traces = [
      ...CANARIES.map((canary) => [canary, utf8(canary)] as const),
      ...CANARIES.map((canary) => [`digest of ${canary}`, sha256(utf8(canary))] as const),
      ["digest of the file", sha256(file)],
      ["secret", secretOf(1)],
    ] as const
    for (const [what, bytes] of traces) {
      if (what === Buffer.from(bytes).toString()) expect(kept.includes(what), what).toBe(false)
      for (const form of formsOf(bytes)) expect(kept.includes(form), `${what}: ${form}`).toBe(false)
    }
  })

  test("what looks for traces finds them where they are", async () => {
    office = await Office.open()
    const [canary] = CANARIES
    await office.live.send(office.live.good({ memo: canary! }))
    const kept = await everything()
    expect(kept).toContain(toHex(utf8(canary!)))
  })
})
