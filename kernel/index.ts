/**
 * @concordat/kernel: the contract of the room, one line an export. Pure and synchronous; runs in a
 * browser. Each section lists one folder.
 */

// Failures and bytes
export { assert, Bug, ConcordatError, type Details, Invalid, Refusal } from "./failures.ts"
export {
  compareBytes,
  concat,
  equalBytes,
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
  utf8,
} from "./bytes.ts"

// Protobuf
export { ProtobufReader, readExactly } from "./protobuf/reader.ts"
export { delimited, ProtobufWriter } from "./protobuf/writer.ts"
