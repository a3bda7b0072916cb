/**
 * How validators come in, gain and lose power, and go. What members decide is said here once, for
 * the commands that two thirds of them sign and for the proposals that they vote on.
 */
import {
  addressText,
  coseKey,
  ensure,
  fromHex,
  type Hash,
  type Hex,
  type Party,
  thumbprint,
  type View,
  type Writer,
} from "@concordat/kernel"
import { keys, organisations } from "../organisations/service.ts"
import { powerChanged, validatorAdded, validatorLeft } from "./events.ts"
import { changePower, ensurePower } from "./power-change.ts"
import { refuse } from "./refusals.ts"
import { power, stateAt, type ValidatorRow, validators } from "./tables.ts"

/** The address of a consensus key. */
export function addressOfKey(key: Hash): Hex {
  return addressText({ key: { ed25519: key }, power: 1n }) as Hex
}

/** The name of a consensus key in the register of keys. */
export function registeredName(key: Hash): Hash {
  return thumbprint(coseKey({ algorithm: "ed25519", x: fromHex(key) }))
}

/** A validator that is there, of this organisation. */
export function validatorOf(view: View, organisation: Party, address: Hex): ValidatorRow {
  const row = validators.get(view, { address })
  ensure(row, refuse.unknown_validator, { validator: address })
  const own = row.organisation === organisation
  ensure(own, refuse.not_the_owner, { validator: address, organisation })
  return row
}

/** Refuses a validator that neither signs nor is about to. */
export function ensureSigning(view: View, address: Hex, row: ValidatorRow): void {
  const actual = stateAt(row, view.height)
  const signs = actual === "active" || actual === "joining"
  ensure(signs, refuse.wrong_state, { validator: address, actual, expected: "active" })
}

/** Refuses an organisation that may run no validator, now or ever. */
function ensureMember(view: View, organisation: Party): void {
  const row = organisations.get(view, { organisation })
  ensure(row, refuse.unknown_organisation, { organisation })
  const { class: of, status } = row
  ensure(of === "member", refuse.class_not_allowed, { organisation, class: of })
  const expected = "active"
  ensure(status === expected, refuse.wrong_state, { organisation, actual: status, expected })
}

/** Refuses a key that is not this organisation's for signing blocks, in force now. */
function ensureRegistered(view: View, organisation: Party, key: Hash): void {
  const row = keys.get(view, { key: registeredName(key) })
  ensure(row, refuse.unknown_key, { key })
  const { holder, purpose, status, from, until } = row
  ensure(holder === organisation, refuse.not_the_owner, { key, holder, organisation })
  const due = "consensus"
  ensure(purpose === due, refuse.key_purpose_mismatch, { key, actual: purpose, expected: due })
  const stands = from <= view.time && (until === null || view.time < until)
  ensure(status === "active" && stands, refuse.wrong_state, { key, actual: status })
}

/** Refuses an address that signs already, or that a fault has barred. */
function ensureFree(view: View, address: Hex): void {
  const row = validators.get(view, { address })
  if (row === undefined) return
  const actual = stateAt(row, view.height)
  const signs = actual === "active" || actual === "joining"
  ensure(!signs, refuse.already_exists, { validator: address })
  const details = { validator: address, actual, expected: "gone" }
  ensure(actual !== "faulted", refuse.wrong_state, details)
}

/** What says that an organisation's key is to sign blocks. */
export type Adding = {
  readonly organisation: Party
  /** Ed25519, registered as the organisation's `consensus` key. */
  readonly key: Hash
  readonly power: bigint
}

/** Makes a registered key a validator, which votes from the second block after this one. */
export function enterValidator(tx: Writer, { organisation, key, power: given }: Adding): void {
  ensureMember(tx, organisation)
  ensureRegistered(tx, organisation, key)
  const address = addressOfKey(key)
  ensureFree(tx, address)
  ensurePower(given)

  changePower(tx, organisation, [{ key, before: 0n, after: given }])
  const when = { since: tx.height, changed: tx.time }
  const links = { predecessor: null, successor: null }
  const row = { organisation, key, power: given, state: "joining" as const, ...when, ...links }
  validators.put(tx, { address }, row)
  tx.emit(validatorAdded, { address, organisation, key, power: given })
}

/** Which validator of which organisation. */
export type Naming = { readonly organisation: Party; readonly validator: Hex }

/** Takes a validator from the set; it votes for this block and the next. */
export function dismissValidator(tx: Writer, { organisation, validator: address }: Naming): void {
  const row = validatorOf(tx, organisation, address)
  const { key, power: held, state } = row
  if (state !== "faulted" || held === 0n) ensureSigning(tx, address, row)

  changePower(tx, organisation, [{ key, before: held, after: 0n }])
  const left = state === "faulted" ? ("faulted" as const) : ("leaving" as const)
  validators.patch(
    tx,
    { address },
    {
      ...{ power: 0n, state: left, since: tx.height, changed: tx.time },
    },
  )
  tx.emit(validatorLeft, { address, organisation, power: held })
}

/** Gives a validator another power, which counts from the second block after this one. */
export function weighValidator(
  tx: Writer,
  { organisation, validator: address, power: given }: Naming & { readonly power: bigint },
): void {
  const row = validatorOf(tx, organisation, address)
  ensureSigning(tx, address, row)
  ensurePower(given)
  const before = row.power
  ensure(before !== given, refuse.wrong_state, { validator: address, actual: before })

  changePower(tx, organisation, [{ key: row.key, before, after: given }])
  validators.patch(tx, { address }, { power: given, changed: tx.time })
  tx.emit(powerChanged, { address, organisation, before, power: given })
}

/** Refuses an organisation that still signs blocks: its validators leave first. */
export function ensureNone(view: View, organisation: Party): void {
  const row = power.get(view, { organisation })
  const validators = row?.validators ?? 0
  ensure(validators === 0, refuse.organisation_has_validators, { organisation, validators })
}
