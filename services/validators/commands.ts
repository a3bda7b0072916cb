/** What is decided about validators by two thirds of the members, and how one's own leaves. */
import { command, type Hex, hash, type Party, party, u64 } from "@concordat/kernel"
import { address } from "./tables.ts"
import { addressOfKey, dismissValidator, enterValidator, weighValidator } from "./validators.ts"

const concerned = ({ organisation }: { organisation: Party }) => organisation

export const add = command({
  about: "Let a registered key of a member sign blocks, with this much power.",
  signers: "two_thirds",
  scope: concerned,
  input: { organisation: party, key: hash, power: u64 },
  made: ({ key }) => ({ validator: addressOfKey(key) }),
  run(tx, input) {
    enterValidator(tx, input)
  },
})

export const remove = command({
  about: "Take a validator from the set.",
  signers: "two_thirds",
  scope: concerned,
  input: { organisation: party, validator: address },
  run(tx, input) {
    dismissValidator(tx, input)
  },
})

export const setPower = command({
  about: "Give a validator more or less power.",
  signers: "two_thirds",
  scope: concerned,
  input: { organisation: party, validator: address, power: u64 },
  run(tx, input) {
    weighValidator(tx, input)
  },
})

export const leave = command({
  about: "Take an own validator from the set.",
  signers: "administrators",
  input: { validator: address },
  run(tx, { validator }: { validator: Hex }) {
    dismissValidator(tx, { organisation: tx.organisation, validator })
  },
})
