/** Kinds that tables, actions and events of governance share. */
import {
  bool,
  enumeration,
  hash,
  list,
  party,
  record,
  text,
  u32,
  u64,
  union,
} from "@concordat/kernel"
import { shareFields } from "./shares.ts"

/** Members that may vote on one proposal: as many as a consortium has. */
export const ELECTORATE_MAX = 256
const RULES_MAX = 8

/** Classes of decisions. The specification calls them A, B, C and D. */
export const ruleClass = enumeration("a", "b", "c", "d")

/** How one class is decided: `delay` in seconds; `hold`: a supervisor may put it off. */
const rule = record({
  class: ruleClass,
  yes: record(shareFields),
  quorum: record(shareFields),
  delay: u32,
  hold: bool,
})

/** Persons of the emergency group. */
export const EMERGENCY_MAX = 9

/** What the constitution says; `votingPeriod` in seconds. */
export const constitutionFields = {
  rules: list(rule, RULES_MAX),
  emergency: list(party, EMERGENCY_MAX),
  votingPeriod: u32,
}

/** What a parameter may be. */
export const parameterValue = union({ number: u64, switch: bool, text: text(120) })

/** A program for one platform, by its SHA-256. */
export const artifact = record({ platform: text(24), sha256: hash })
