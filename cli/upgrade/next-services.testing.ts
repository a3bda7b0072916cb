/** For tests: the services of a program that is one ahead, which brings a service more. */
import { type Service, service, table, u64 } from "@concordat/kernel"
import { services as present } from "@concordat/node"

const made = table("made", { key: {}, value: { at: u64 } })

/** Those that run, and a new one. */
export const services: readonly Service[] = [
  ...present,
  service({
    ...{ name: "newer", about: "New, for this test", tables: { made } },
    genesis(tx) {
      made.put(tx, {}, { at: tx.height })
    },
  }),
]
