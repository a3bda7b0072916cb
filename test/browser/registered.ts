/** A document that a journey begins with. */
import { registerDocument } from "@concordat/sdk"
import { freshPdf } from "./registering.ts"
import type { World } from "./world.ts"

const SECRET_BYTES = 16

/** Registers a fresh PDF in a class, `diploma` if absent, and answers where its page is. */
export async function registered({ client }: World, title: string, of?: string) {
  const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  const done = await registerDocument(client, {
    ...{ file: freshPdf(title), name: "a.pdf", title, secret },
    ...(of === undefined ? {} : { class: of }),
  })
  const { organisation, handle } = done
  return { ...done, path: `/services/provenance/documents/${organisation}/${handle}` }
}
