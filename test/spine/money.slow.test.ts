/**
 * The commands of docs/money.md, word for word, in one shell: a central bank issues, five banks
 * distribute, a merchant is paid, a payment is returned, a wallet frozen and released, two
 * currencies change hands, five banks net and one defaults, a payment message goes in and a
 * statement comes out, and an outsider without a network confirms what is proved.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { join } from "node:path"
import { readMessage } from "@concordat/sdk/iso20022"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { CliWorld, type Run } from "../../cli/world.testing.ts"
import { ROOT } from "../../scripts/sources.ts"
import { publishedSchemas } from "../../sdk/iso20022/schemas.testing.ts"
import { textAt } from "../../sdk/iso20022/xml/element.ts"

const DOCUMENT = readFileSync(join(ROOT, "docs/money.md"), "utf8")
const SCRIPT = [...DOCUMENT.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!).join("\n")
/** What the document says will be refused, in its order. */
const REFUSED = [...SCRIPT.matchAll(/# refused: (.+)$/gm)].map(([, why]) => why!)

/** `npx concordat …` asks this process: words that end with NUL, the last one twice. */
const SHELL = `npx() {
  shift
  exec 9<>"/dev/tcp/127.0.0.1/$PORT"
  printf '%s\\0' "$@" '' >&9
  local exit
  read -r -u 9 exit
  cat <&9
  exec 9>&-
  return "$exit"
}
`

type Typed = Run & { readonly words: readonly string[] }

describe.skipIf(process.platform === "win32")("docs/money.md (where there is bash)", () => {
  const world = new CliWorld()
  const typed: Typed[] = []
  const server = createServer(answer)
  let shell: ChildProcess | null = null
  let complaints = ""

  /** Runs the command that comes over a connection; what is verified is so without a network. */
  function answer(socket: Socket): void {
    let text = ""
    socket.setEncoding("utf8")
    socket.on("data", async (part: string) => {
      text += part
      if (!text.endsWith("\0\0")) return
      const words = text.slice(0, -2).split("\0")
      world.online = words[0] !== "verify"
      const run = await world.run(words)
      typed.push({ ...run, words })
      socket.end(`${run.exit}\n${run.out}`)
    })
  }

  beforeAll(async () => {
    await world.open()
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const typing = spawn("bash", ["-c", SHELL + SCRIPT], {
      ...{ cwd: world.folder, stdio: ["ignore", "ignore", "pipe"] },
      env: { ...process.env, PORT: String(port) },
    })
    shell = typing
    typing.stderr.on("data", (part) => {
      complaints += part
    })
    await new Promise((resolve) => typing.on("close", resolve))
  })
  afterAll(async () => {
    shell?.kill()
    server.close()
    await world.close()
  })

  const outOf = (...words: readonly string[]) =>
    typed.filter((one) => words.every((word, i) => one.words[i] === word)).map(({ out }) => out)
  const message = (name: string) => readMessage(readFileSync(join(world.folder, name)))

  it("is refused where it says so, and nowhere else", () => {
    expect(complaints).toBe("")
    const refused = typed.filter(({ exit }) => exit !== 0)
    const told = refused.map(({ out, err }, i) => {
      const text = `${err}${out}`
      return text.includes(REFUSED[i]!) ? REFUSED[i] : text.slice(0, 200)
    })
    expect(told).toEqual(REFUSED)
  })

  it("pays, returns, and answers a request for a return both ways", () => {
    expect(outOf("money", "return")[0]).toContain("Returned 4.50 krona, final.")
    expect(outOf("money", "import", "camt056.xml").map((out) => out.split("\n")[0])).toEqual([
      "0 returned, nothing was sent, 1 refused.",
      "1 paid, final, 0 refused.",
    ])
    expect(outOf("money", "import", "camt029.xml").map((out) => out.split("\n")[0])).toEqual([
      "0 returned, final, 1 refused.",
      "1 returned, final, 0 refused.",
    ])
    const answered = message("camt029.xml")
    expect(textAt(answered.body, "Sts", "Conf")).toBe("CNCL")
    for (const name of ["camt029.xml", "camt056.xml", "pain001.xml", "camt053.xml"]) {
      expect([name, publishedSchemas.faults(message(name)) ?? []]).toEqual([name, []])
    }
  })

  it("nets five banks without the one that did not pay", async () => {
    const [cycle = ""] = outOf("money", "open-cycle")
    expect(cycle).toContain("Final in block")
    const rows = await fetch(`${world.ledger!.url}/v1/money/cycles?limit=50`)
    const found = (await rows.json()) as { rows: { value: { asset: string; state: string } }[] }
    const krona = found.rows.find(({ value }) => value.asset === "krona")
    expect(krona?.value).toMatchObject({ state: "settled", round: 1 })
  })

  it("ends with the statement, and with proofs that need no network", () => {
    const statement = message("camt053.xml").body
    expect(textAt(statement, "Stmt", "Ntry", "Amt")).toBeDefined()
    const [supply, payment, balance] = outOf("verify")
    expect(supply).toContain("The supply of krona was 1000000, in its smallest units")
    expect(payment).toContain("The payment of 2450 krona, in its smallest units")
    expect(balance).toContain("had 65550 krona, in its smallest units")
  })
})
