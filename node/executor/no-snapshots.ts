/** State sync of a node that serves and takes no snapshots: the solo engine asks for none. */
import type { Snapshots } from "@concordat/engines/port"

/** Offers nothing and takes nothing. */
export const noSnapshots: Snapshots = {
  list: async () => [],
  load: async () => null,
  offer: async () => false,
  apply: async () => "reject",
}
