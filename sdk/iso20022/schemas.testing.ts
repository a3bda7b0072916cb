/** For tests: the schemas and samples that were published, where they lie beside the project. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { vectors } from "../../test/vectors.ts"
import { createSchemas, type Schemas } from "./schemas.ts"

const FOLDERS = ["iso20022/xsd-newer", "iso20022/xsd-2019", "iso20022-more/xsd-fednow"]

/** Why tests with schemas are skipped; "" where the schemas are there. */
export const schemasMissing = vectors("iso20022") === null ? " (no published schemas here)" : ""

/** All published schemas, each compiled when it is asked for. */
export const publishedSchemas: Schemas = createSchemas((id) => {
  for (const folder of FOLDERS) {
    const path = join(vectors(folder) ?? "", `${id}.xsd`)
    if (vectors(folder) !== null && existsSync(path)) return readFileSync(path)
  }
  return null
})
