/**
 * `member.json`: what an organisation hands to those with whom it founds a ledger. Public keys, no
 * secret; the genesis of a ledger is made of all founders' files.
 */
import { readFileSync } from "node:fs"
import {
  ascii,
  bytes,
  DEFAULT_PARAMETERS,
  engineParameters,
  enumeration,
  type Hex,
  hash,
  type Infer,
  Invalid,
  type Json,
  jsonText,
  list,
  option,
  parseJson,
  party,
  record,
  text,
  timeText,
  u8,
} from "@concordat/kernel"
import { services } from "@concordat/node"
import { foundingRows, ISSUING } from "@concordat/services/organisations/founding"
import { foundingState } from "@concordat/services/validators/founding"
import { UsageError } from "../failure.ts"

const FORMAT = 1
const KEYS_MAX = 16
const POWER = 10n
/** The seat of each founder's first principal. */
export const ADMINISTRATOR = "administrator-1"

const memberKind = record({
  format: u8,
  organisation: party,
  title: text(120, 1),
  /** Ed25519 public key that votes. */
  validator: hash,
  /** By which peers name its engine; none of the embedded one. */
  nodeId: option(ascii(40)),
  keys: list(
    record({
      holder: party,
      purpose: enumeration("sign", "seal", "receipt", "recovery"),
      public: bytes(128),
    }),
    KEYS_MAX,
  ),
})
export type Member = Infer<typeof memberKind>

/** The text of the file. */
export function memberText(member: Omit<Member, "format">): string {
  return `${JSON.stringify(memberKind.toJson({ format: FORMAT, ...member }), null, 2)}\n`
}

/** Reads a file. Throws `file_unreadable`. */
export function readMember(path: string): Member {
  try {
    return memberKind.fromJson(parseJson(readFileSync(path)))
  } catch (failure) {
    const reason = failure instanceof Invalid ? `at ${failure.path}: ${failure.message}` : "absent"
    throw new UsageError(
      "file_unreadable",
      `${path} is no member file: ${reason}`,
      "`concordat init` of the organisation writes it: member.json.",
    )
  }
}

/** What a ledger is founded with. */
export type FoundingOf = {
  readonly chain: string
  readonly name: string
  readonly members: readonly Member[]
  /** The ledger's first time, milliseconds of 1970. */
  readonly now: number
}

/** The text of a genesis file for a production ledger of these founders. */
export function foundingGenesis({ chain, name, members, now }: FoundingOf): string {
  const rows = foundingRows({
    ...{ name, profile: "production", begun: now },
    founders: members.map(({ organisation, title, keys }) => ({
      ...{ organisation, title, keys, roles: ISSUING },
      seats: [{ name: ADMINISTRATOR, roles: ISSUING }],
    })),
  })
  const genesis: Json = {
    ...{ format: FORMAT, chain, time: timeText(now), height: "1" },
    services: Object.fromEntries(services.map(({ name, version }) => [name, version])),
    engine: {
      validators: members.map(({ validator }) => ({
        key: { ed25519: validator },
        power: String(POWER),
      })),
      parameters: engineParameters.toJson(DEFAULT_PARAMETERS),
    },
    state: foundingState(
      rows,
      members.map(({ organisation, validator, nodeId }) => ({
        ...{ organisation, key: validator, power: POWER },
        node: nodeId === null ? null : { id: nodeId as Hex, hint: null },
      })),
      now,
    ),
  }
  return `${jsonText(genesis)}\n`
}
