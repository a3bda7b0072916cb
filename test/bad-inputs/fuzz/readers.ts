/** Every reader of the project that takes bytes of strangers, over one live ledger. */
import type { Live } from "../live.ts"
import { type Decoder, decoders } from "./decoders.ts"
import { formats } from "./formats.ts"
import { proofs } from "./proofs.ts"
import { wires } from "./wires.ts"

/** All of them; the ledger must be open. */
export async function readers(live: Live): Promise<readonly Decoder[]> {
  return [...(await decoders(live)), ...(await formats(live)), ...proofs(), ...wires(live)]
}
