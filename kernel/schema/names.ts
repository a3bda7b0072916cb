/** Names that definitions may use, and their grammar. */
import { Bug } from "../failures.ts"

const FIELD = /^[a-z][A-Za-z0-9]{0,31}$/
const VALUE = /^[a-z][a-z0-9_]{0,47}$/
const SERVICE = /^[a-z][a-z0-9-]{1,23}$/

/** Fields, variants, tables, commands. Throws `Bug` otherwise. */
export function assertFieldName(name: string): void {
  if (!FIELD.test(name) || name === "constructor" || name === "prototype") {
    throw new Bug(`"${name}" cannot name a field, variant, table or command.`)
  }
}

/** Values of enumerations, events, codes. Throws `Bug` otherwise. */
export function assertValueName(name: string): void {
  if (!VALUE.test(name)) throw new Bug(`"${name}" cannot name a value, event or code.`)
}

/** Services. Throws `Bug` otherwise. */
export function assertServiceName(name: string): void {
  if (!SERVICE.test(name)) throw new Bug(`"${name}" cannot name a service.`)
}

/** Whole-number bounds with min <= max. Throws `Bug` otherwise. */
export function assertBounds(name: string, max: number, min: number): void {
  const whole = Number.isSafeInteger(max) && Number.isSafeInteger(min)
  if (!whole || min < 0 || max < min) throw new Bug(`${name}(${max}, ${min}) has no values.`)
}
