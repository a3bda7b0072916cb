/** XML schemas of ISO 20022 in a folder of the operator's: they are ISO's, and not shipped here. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

const MESSAGE_ID = /^[a-z]{4}\.\d{3}\.\d{3}\.\d{2}$/
/** `pain.001.001.09.xsd`, and as iso20022.org names a second issue of it. */
const ENDINGS = [".xsd", "_1.xsd"]

/** The schema of a message id out of a folder; null where it is not there, or no folder is. */
export function schemaFolder(folder: string | null) {
  return (id: string): Uint8Array | null => {
    if (folder === null || !MESSAGE_ID.test(id)) return null
    for (const ending of ENDINGS) {
      try {
        return readFileSync(join(folder, `${id}${ending}`))
      } catch (failure) {
        const absent = failure instanceof Error && "code" in failure && failure.code === "ENOENT"
        if (!absent) throw failure
      }
    }
    return null
  }
}
