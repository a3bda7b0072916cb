/**
 * Operations: what a transaction asks for. The kind of an input follows from the command's name,
 * which stands behind the input in canonical order, so the input is stepped over and read
 * afterwards.
 */
import { MAJOR } from "../cbor/writer.ts"
import { Bug, Invalid } from "../failures.ts"
import { isJsonObject, type Json } from "../json/json.ts"
import { OPERATIONS_MAX, TRANSACTION_BYTES_MAX } from "../limits.ts"
import { mismatch, quoted, within } from "../schema/fault.ts"
import { defineKind, type Kind } from "../schema/kind.ts"
import { encodedKey, record } from "../schema/record.ts"
import { sqlColumn } from "../schema/sql.ts"
import { text } from "../schema/text.ts"
import { countedList } from "./counted-list.ts"

/** A command by its full name, `service.command`, and its decoded input. */
export type Operation = {
  readonly command: string
  readonly input: Readonly<Record<string, unknown>>
}

/** What decoding must know of the running services. */
export interface CommandInputs {
  /** The kind of a command's input, or undefined for an unknown command. */
  inputOf(command: string): Kind<unknown> | undefined
  /** Whether an unsigned transaction may carry the command. */
  isOpen(command: string): boolean
  /** The known name that `name` was probably meant to be, for messages. */
  nearest?(name: string): string | null | undefined
}

const INPUT_KEY = encodedKey("input")
const COMMAND_KEY = encodedKey("command")
/** The input's own levels are bounded by its schema, so they are not counted again. */
const DEPTH = 1

const NO_COLUMN = {
  type: "jsonb",
  to: (): never => {
    throw new Bug("Operations stand in transactions, not in tables.")
  },
  from: (): never => {
    throw new Bug("Operations stand in transactions, not in tables.")
  },
}

const noArbitrary = (): never => {
  throw new Bug("Operations are generated from the inputs of commands.")
}

/** Any map; read as the offset where it starts, in JSON as it is. */
const anyInput: Kind<unknown> = defineKind<unknown>({
  description: "input",
  sizeMax: TRANSACTION_BYTES_MAX,
  depth: 1,
  key: null,
  sql: sqlColumn<unknown>(NO_COLUMN),
  field: { control: "group", fields: {} },
  check(value) {
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value)
    if (!isRecord || value instanceof Uint8Array) throw mismatch("a record", value)
    return value
  },
  write: noArbitrary,
  read(reader) {
    const { at } = reader
    if (reader.major() !== MAJOR.map) reader.map()
    reader.skip()
    return at
  },
  toJson: noArbitrary,
  fromJson(json) {
    if (!isJsonObject(json)) throw mismatch("an object", json)
    return json
  },
  jsonSchema: () => ({ type: "object" }),
  arbitrary: noArbitrary,
})

/** The two fields; a command may be any text, because an unknown one has its own answer. */
const shape = record({ command: text(TRANSACTION_BYTES_MAX), input: anyInput })

function unknownCommand(commands: CommandInputs, command: string, path: string): Invalid {
  const nearest = commands.nearest?.(command) ?? null
  const meant = nearest === null ? "" : ` Did you mean "${nearest}"?`
  const reason = `${quoted(command)} is not a known command.${meant}`
  return new Invalid("unknown_command", path, reason, { nearest })
}

/** One operation, in all forms of a kind. */
function operation(commands: CommandInputs): Kind<Operation> {
  const inputKind = (command: string): Kind<unknown> => {
    const kind = commands.inputOf(command)
    if (kind === undefined) throw unknownCommand(commands, command, "/command")
    return kind
  }
  const ofInput = <T>(take: () => T): T => {
    try {
      return take()
    } catch (failure) {
      throw within(failure, "input")
    }
  }
  return defineKind<Operation>({
    description: "operation",
    sizeMax: TRANSACTION_BYTES_MAX,
    depth: DEPTH,
    key: null,
    sql: sqlColumn<Operation>(NO_COLUMN),
    field: shape.field,
    check(value) {
      const { command, input } = shape.check(value)
      const kind = inputKind(command)
      ofInput(() => kind.check(input))
      return value as Operation
    },
    write(writer, { command, input }) {
      writer.map(2).raw(INPUT_KEY)
      inputKind(command).write(writer, input)
      writer.raw(COMMAND_KEY).text(command)
    },
    read(reader) {
      const start = reader.at
      const { command, input: inputAt } = shape.read(reader)
      const kind = commands.inputOf(command)
      if (kind === undefined) {
        throw unknownCommand(commands, command, `${reader.pointer(start)}/command`)
      }
      const end = reader.at
      reader.at = inputAt as number
      const input = kind.read(reader) as Operation["input"]
      reader.at = end
      return { command, input }
    },
    toJson: ({ command, input }) => ({ command, input: inputKind(command).toJson(input) }),
    fromJson(json) {
      const { command, input } = shape.fromJson(json)
      const kind = inputKind(command)
      const read = ofInput(() => kind.fromJson(input as Json))
      return { command, input: read as Operation["input"] }
    },
    jsonSchema: () => shape.jsonSchema(),
    arbitrary: noArbitrary,
  })
}

/** 1 to 1,000 operations; any other number is `operations_out_of_range`. */
export function operationList(commands: CommandInputs): Kind<readonly Operation[]> {
  const code = "operations_out_of_range"
  return countedList(operation(commands), { what: "operations", min: 1, max: OPERATIONS_MAX, code })
}
