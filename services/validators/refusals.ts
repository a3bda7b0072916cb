/** The register's refusals. All but this one of its own are the platform's codes. */
import { refusals } from "@concordat/kernel"

export const refuse = refusals({
  address_malformed: ["An address is host:port, in lower case, as other nodes dial it.", 400],
})
