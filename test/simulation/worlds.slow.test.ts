/**
 * A hundred worlds as their seeds draw them, with their nights: some seventeen simulated hours. A
 * night's command runs more, and is held to every rare state (`rare.ts`).
 */
import { expect, it } from "vitest"
import { runs } from "../runs.ts"
import { command } from "./command.ts"

const WORLDS = 100
const FIRST = Number(process.env["CONCORDAT_SEED"] ?? 1)
const LONG_MS = 7_200_000

it(
  "keep what was promised",
  async () => {
    const told: string[] = []
    const last = FIRST + runs(WORLDS) - 1
    const ended = await command(["--seeds", `${FIRST}..${last}`], (text) => void told.push(text))
    expect(ended, told.join("")).toBe(0)
  },
  LONG_MS * runs(1),
)
