/** A document that a journey begins with. */
import { registerDocument } from "@concordat/sdk"
import { freshPdf } from "./registering.ts"
import type { World } from "./world.ts"

const SECRET_BYTES = 16

/** Registers a fresh PDF, and answers where its page is. */
export async function registered({ client }: World, title: string) {
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  const done = await registerDocument(client, {
    ...{ file: freshPdf(title), name: "a.pdf", title, secret },
  })
  const { organisation, handle, file } = done
  return { ...done, path: `/services/provenance/documents/${organisation}/${handle}`, file }
}
