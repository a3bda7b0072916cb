/**
 * One signer's transaction, made and signed on this machine with a keystore of its own: the form of
 * every command where the gateway holds nobody's keys.
 */
import type { Json, Operation } from "@concordat/kernel"
import { type Client, commandsOf, type Receipt, transact } from "@concordat/sdk"
import type { Environment } from "../environment.ts"
import { type KeystoreFlags, signerIn } from "../keystore.ts"
import { services } from "../services.ts"

const commands = commandsOf(services)

const HINT = "`concordat draft` names the signers; `concordat sign --key` names one of the keys."

/** Signs one operation, whose input is in its JSON form, and sends it; waits until it is final. */
export async function sendSigned(
  environment: Environment,
  client: Client,
  { command, input }: { readonly command: string; readonly input: Json },
  flags: KeystoreFlags,
): Promise<Receipt> {
  const kind = commands.inputOf(command)!
  const operation = { command, input: kind.fromJson(input) as Operation["input"] }
  const signer = await signerIn(environment, flags, { named: null, hint: HINT })
  return transact(client, {
    ...{ operations: [operation], signers: [signer], commands },
    random: (length) => environment.random(length),
  })
}
