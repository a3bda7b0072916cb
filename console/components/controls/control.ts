/**
 * What the console must know of a control to ask for a value and to show one. Each control is one
 * entry; the table in `table.ts` maps the controls that kinds name to these entries.
 */
import type { FormField, Json } from "@concordat/kernel"
import type { ComponentType } from "react"

/** What a person has entered so far: any state on the way to a value, valid or not. */
export type Draft = string | boolean | null | readonly Draft[] | { readonly [name: string]: Draft }

/** The controls that kinds name. */
export type ControlName = FormField["control"]

/** A field of one control. */
export type FieldOf<C extends ControlName> = FormField & { readonly control: C }

/** Faults of a form by JSON pointer. */
export type Faults = Readonly<Record<string, string>>

/** The control of a field inside another one, from the table that holds them all. */
export type Nest = (field: FormField) => Control

export type ShowProps<C extends ControlName = ControlName> = {
  readonly nest: Nest
  readonly field: FieldOf<C>
  /** What the value is of, in words. */
  readonly label: string
  readonly value: Json
  /** On one line, in a cell of a table. */
  readonly brief: boolean
}

/** What one control does. */
export type Control<C extends ControlName = ControlName> = {
  /** Before anything was entered. */
  blank(field: FieldOf<C>, nest: Nest): Draft
  /** The JSON of what was entered; the schema judges it, not this. */
  toJson(field: FieldOf<C>, draft: Draft, nest: Nest): Json
  /** A draft of a value that is known. */
  fromJson(field: FieldOf<C>, value: Json, nest: Nest): Draft
  readonly Show: ComponentType<ShowProps<C>>
  /** Inside a sentence, where that is not the same. */
  readonly Word?: ComponentType<ShowProps<C>>
  /** Its JSON, or the digits of it, can stand as a text in an address. */
  readonly plain?: true
  /** In tables: figures are set to the end of their column. */
  readonly align?: "end"
}

/** The element id of a field. */
export function idOf(pointer: string): string {
  return `field${pointer}`
}

/** A draft as text; what is none counts as empty. */
export function textOf(draft: Draft): string {
  return typeof draft === "string" ? draft : ""
}

/** A draft as named parts. */
export function partsOf(draft: Draft): Readonly<Record<string, Draft>> {
  return typeof draft === "object" && draft !== null && !Array.isArray(draft)
    ? (draft as Readonly<Record<string, Draft>>)
    : {}
}
