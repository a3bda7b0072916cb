/** Where documents have their pages. */
import { writeSegment } from "@concordat/sdk"

/** The path of a document's page in the console. */
export function documentPath(organisation: string, handle: string): string {
  return `/services/provenance/documents/${writeSegment(organisation)}/${writeSegment(handle)}`
}
