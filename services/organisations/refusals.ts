/** The register's refusals. All but these of its own are the platform's codes. */
import { refusals } from "@concordat/kernel"

export const refuse = refusals({
  key_malformed: ["This is not a canonical COSE key of the algorithm that is named.", 400],
  name_malformed: ["A name is 1 to 31 of a-z, 0-9 and -; an organisation's has no slash.", 400],
})
