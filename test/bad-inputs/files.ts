/** Rows F10 and F12: files that people hand in, at the command line that reads them. */
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { classOf } from "../../services/provenance/office.testing.ts"
import type { Place } from "./place.ts"
import type { CommandRow } from "./row.ts"

/** The first bytes of a ZIP archive. */
const ZIP = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0)
/** A bell, an escape sequence that would clear the screen, and a way out of the folder. */
const RUDE_NAME = "diploma\u0007\u001b[2J..%2f.txt"

/** Whether a terminal would take a part of the text for an order. */
function commandsTerminal(text: string): boolean {
  return [...text].some((character) => character < " " && character !== "\n")
}

/** Registers a file by the command line; the class is there. */
async function register(place: Place, name: string, content: Uint8Array) {
  const { command, input } = { command: "provenance.setClass", input: classOf("diploma") }
  const known = await place.live.request("/v1/provenance/classes/diploma")
  if (known.status === 404) {
    await place.live.send(place.live.sign(["education/registrar"], [{ command, input }]))
  }
  place.file(name, content)
  return place.cli("provenance", "register", name, "--title", "T", "--url", place.url)
}

export const FILES: readonly CommandRow[] = [
  {
    ...{ row: "F10a", what: "a ZIP named .pdf", code: "file_type_mismatch", status: 415, exit: 2 },
    ...{ says: ["ZIP", "pdf"], run: (place) => register(place, "diploma.pdf", ZIP) },
  },
  {
    ...{ row: "F10b", what: "0 bytes", code: "file_empty", status: 400, exit: 2 },
    ...{ says: ["empty"], run: (place) => register(place, "diploma.pdf", new Uint8Array(0)) },
  },
  {
    ...{
      row: "F12",
      what: "a file name with control characters",
      code: null,
      status: 200,
      exit: 0,
    },
    says: ["Registered in block"],
    async run(place) {
      const ended = await register(place, RUDE_NAME, new Uint8Array(Buffer.from("text")))
      if (commandsTerminal(ended.out + ended.err)) throw new Error("control characters are shown")
      const evidence = join(place.folder, `${RUDE_NAME}.evidence`)
      if (statSync(evidence).size === 0) throw new Error("no evidence was written")
      rmSync(evidence)
      return ended
    },
  },
]
