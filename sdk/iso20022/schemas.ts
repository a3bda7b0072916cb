/**
 * Judges messages by their XML schemas. Schemas are ISO's and not part of this program: whoever
 * runs it hands them in, by the names that iso20022.org gives them (`pain.001.001.09.xsd`). Without
 * the schema of a message its structure is judged only as far as the mapping reads it.
 */
import { ConcordatError, Invalid } from "@concordat/kernel"
import { XmlDocument, XmlValidateError, XsdValidator } from "libxml2-wasm"
import { FAULTS_MAX, JUDGED_BYTES_MAX } from "./limits.ts"
import type { Message } from "./message.ts"
import { withDocument } from "./xml/read.ts"
import { writeXml } from "./xml/write.ts"

/** Answers the text of the schema of a message id, or null where it is not at hand. */
export type SchemaSource = (id: string) => Uint8Array | null

/** Schemas that were compiled. */
export type Schemas = {
  /** Whether there is a schema for a message id. */
  has(id: string): boolean
  /** What is wrong with a message, at most 20 sentences; null where its schema is not at hand. */
  faults(message: Pick<Message, "id" | "document">): readonly string[] | null
}

const ELEMENT = /Element '(?:\{[^}]*\})?([^']+)'/

/** A sentence of ours for each fault: the element, never its value. */
function sentences({ details }: XmlValidateError): string[] {
  const said = details.map(({ message, line }) => {
    const name = ELEMENT.exec(message)?.[1] ?? "an element"
    return `${name} in line ${line} is not what the schema asks for`
  })
  return [...new Set(said)].slice(0, FAULTS_MAX)
}

/** A schema of the operator's, ready to judge. Throws `configuration_invalid` for what is none. */
function compiledFrom(id: string, text: Uint8Array): XsdValidator {
  try {
    return XsdValidator.fromDoc(XmlDocument.fromBuffer(text))
  } catch (cause) {
    const hint = "Bring the schema anew from where ISO publishes it."
    const message = `${id}.xsd is no XML schema that can be read.`
    throw new ConcordatError("configuration_invalid", message, { cause, hint })
  }
}

function faultsOf(validator: XsdValidator, judged: XmlDocument): readonly string[] {
  try {
    validator.validate(judged)
    return []
  } catch (failure) {
    if (failure instanceof XmlValidateError) return sentences(failure)
    throw failure
  }
}

/** A compiled schema judges for as long as the process lives. */
export function createSchemas(source: SchemaSource): Schemas {
  const compiled = new Map<string, XsdValidator | null>()
  const validatorOf = (id: string): XsdValidator | null => {
    const known = compiled.get(id)
    if (known !== undefined) return known
    const text = source(id)
    const made = text === null ? null : compiledFrom(id, text)
    compiled.set(id, made)
    return made
  }
  return {
    has: (id) => validatorOf(id) !== null,
    faults({ id, document }) {
      const validator = validatorOf(id)
      if (validator === null) return null
      // The Document alone, as its schema knows it; a wrapper is its sender's own matter.
      const bytes = new TextEncoder().encode(writeXml(document))
      return withDocument(bytes, (judged) => faultsOf(validator, judged), JUDGED_BYTES_MAX)
    },
  }
}

/**
 * Demands that a message is what its schema says. Answers the id of the schema, or null where there
 * is none at hand. Throws `Invalid` `schema_invalid` with what is wrong first.
 */
export function ensureValid(schemas: Schemas, message: Message): string | null {
  const faults = schemas.faults(message)
  if (faults === null) return null
  const [first] = faults
  if (first === undefined) return message.id
  const more = faults.length === 1 ? "" : ` and ${faults.length - 1} more`
  const details = { expected: message.id, actual: faults.length }
  throw new Invalid("schema_invalid", "", `${first}${more}.`, details)
}
