/**
 * The engine's own state one height back; its blocks stay, and so does what its validator signed.
 * Source of truth: CometBFT v0.40.0, `state/rollback.go`. Asked again, it goes back no further.
 */
import { spawn } from "node:child_process"
import { ConcordatError } from "@concordat/kernel"

const DONE = /Rolled back state to height (\d+) and hash/
const LINE_LENGTH_MAX = 400

/**
 * Answers the height at which the engine over `home` stands now. Throws `ConcordatError`
 * `engine_ended` with its last line, such as that another process has its files.
 */
export async function rollBackEngine(binary: string, home: string): Promise<bigint> {
  const child = spawn(binary, ["rollback", "--home", home], { stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => {
      said += text
    })
  }
  await new Promise<void>((resolve) => {
    child.once("error", (failure) => {
      said += failure.message
      resolve()
    })
    child.once("close", () => resolve())
  })
  const height = DONE.exec(said)?.[1]
  if (height !== undefined) return BigInt(height)
  const line = said.trim().split("\n").at(-1) ?? ""
  const reason = `The engine was not stepped back: ${line.slice(0, LINE_LENGTH_MAX)}`
  throw new ConcordatError("engine_ended", reason, {
    hint: "Nothing was changed. See that no engine runs over its folder.",
  })
}
