/**
 * A plan as drafts: the very files that `concordat sign` shows, signs and `concordat submit` sends.
 * As many operations share a draft as one transaction may hold; each stands for itself.
 */
import {
  type CommandInputs,
  draft,
  encodeDraft,
  encodePayload,
  type Hash,
  type Hex,
  Invalid,
  type JsonObject,
  OPERATIONS_MAX,
  type Operation,
  toHex,
} from "@concordat/kernel"

/** Bytes of operations of one draft: what a transaction holds, less 32 signatures and more. */
const OPERATIONS_BYTES_MAX = 200_000
const SALT_BYTES = 8

/** What drafts are made with. */
export type Drafting = {
  readonly chain: string
  /** Milliseconds of 1970 on the ledger's clock: 15 minutes ahead at most. */
  readonly expires: number
  /** Thumbprints of the keys that are to sign, the first being the caller's. */
  readonly signers: readonly Hash[]
  readonly commands: CommandInputs
  readonly random: (length: number) => Uint8Array
}

type Planned = { readonly command: string; readonly input: JsonObject }

function operationOf({ command, input }: Planned, commands: CommandInputs): Operation {
  const kind = commands.inputOf(command)
  if (kind === undefined) throw new Invalid("unknown_command", "/command", "There is no money.")
  return { command, input: kind.check(kind.fromJson(input)) } as Operation
}

/** Drafts of all operations of a plan, in their order. Throws `Invalid` for what cannot be. */
export function draftsOf(planned: readonly Planned[], drafting: Drafting): Uint8Array[] {
  const { chain, expires, signers, commands, random } = drafting
  const heading = () => ({
    ...{ chain, expires, memo: null, mode: "each" as const },
    salt: toHex(random(SALT_BYTES)) as Hex,
  })
  const payload = (operations: readonly Operation[]) =>
    encodePayload({ ...heading(), operations }, commands)
  const drafts: Uint8Array[] = []
  let waiting: Operation[] = []
  let bytes = 0
  const close = () => {
    if (waiting.length > 0) drafts.push(encodeDraft(draft(payload(waiting), signers)))
    waiting = []
    bytes = 0
  }
  for (const one of planned) {
    const operation = operationOf(one, commands)
    const size = payload([operation]).length
    const full = bytes + size > OPERATIONS_BYTES_MAX || waiting.length === OPERATIONS_MAX
    if (full) close()
    waiting.push(operation)
    bytes += size
  }
  close()
  return drafts
}
