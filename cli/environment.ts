/** What a command may touch, handed in: so every command runs in a test without a process. */
import type { Fetch } from "@concordat/sdk"

export interface Environment {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Folder of the user's configuration: anchors are kept there. */
  readonly home: string
  /** Where relative file names start. */
  readonly cwd: string
  readonly fetch: Fetch
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of 1970, for judging evidence offline. */
  readonly now: () => number
  /** Milliseconds since some start, never backwards. */
  readonly elapsed: () => number
  /** Whether a person watches standard error: then progress is shown there. */
  readonly terminal: boolean
  /** How a person sees standard output; absent where a program reads it. */
  readonly screen?: Screen
  /** Asks a person yes or no; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<boolean>
}

/** A terminal that answers are laid out for. */
export type Screen = {
  /** Characters in a line. */
  readonly width: number
  readonly colour: boolean
}

/** What every command is told by the flags that all commands have. */
export type Common = {
  readonly json: boolean
  readonly url: string
}

/** The gateway of a development ledger on this machine. */
export const URL_DEFAULT = "http://127.0.0.1:4400"
