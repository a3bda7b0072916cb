/** Mutants that no test can notice, each with its reason; `npm run mutate` fails on any other. */

/** Changes of one line, as `npm run mutate` prints them. */
type Explained = {
  readonly why: string
  readonly file: string
  readonly line: string
  readonly changes: readonly string[]
}

const VERIFY = "kernel/trie/verify.ts"
const EXAMINE = "kernel/execution/examine.ts"
const PAYLOAD = "kernel/transaction/payload.ts"
const SAME_KEY = "ours.key.ed25519 === signer.key.ed25519"
const LEFT = "fork >= left.siblings.length"
const RIGHT = "fork >= right.siblings.length"
const SAME_BIT = "pathBit(left.path, fork) === pathBit(right.path, fork)"
const SOUND = ["step.hash === HASH_OP.sha256", "sibling.length === NODE_BYTES", "none.length === 0"]
/** Long texts are cut where they are printed. */
const CUT = "fork >= right.siblings.lengt…"

const EXPLAINED: readonly Explained[] = [
  {
    why: "an array that grows and one of its final length hold the same",
    ...{ file: VERIFY, line: "const siblings: Uint8Array[] = new Array(depth)" },
    changes: ["new Array(depth) => new Array()"],
  },
  {
    why: "the decoder of proofs throws nothing but Invalid",
    ...{ file: VERIFY, line: "if (failure instanceof Invalid) return null" },
    changes: ["failure instanceof Invalid => true"],
  },
  {
    why: "the left path is less than the asked one and the right greater, so that they differ",
    file: VERIFY,
    line: `while (fork < PATH_BITS && ${SAME_BIT}) fork++`,
    changes: ["fork < PATH_BITS => true", "fork < PATH_BITS => fork <= PATH_BITS"],
  },
  {
    why: "two leaves proved under one root part above both: else SHA-256 has a collision",
    ...{ file: VERIFY, line: `if (${LEFT} || ${RIGHT}) return false` },
    changes: [
      `${LEFT} || ${CUT} => false`,
      `${LEFT} || ${CUT} => ${LEFT} && ${CUT}`,
      ...[LEFT, RIGHT].flatMap((one) => [`${one} => false`, `${one} => ${one.replace(">=", ">")}`]),
      "false => true",
    ],
  },
  {
    why: "a sibling of another length leads to the root by a collision alone",
    file: VERIFY,
    line: `const sound = ${SOUND.join(" && ")}`,
    changes: ["sibling.length === NODE_BYTES => true"],
  },
  {
    why: "so does a step too many",
    ...{ file: VERIFY, line: "if (!hasOurLeaf(proof) || depth > PATH_BITS) return null" },
    changes: ["depth > PATH_BITS => false", "depth > PATH_BITS => depth >= PATH_BITS"],
  },
  {
    why: "a signature that is not remembered is verified again: it costs time, never an answer",
    ...{ file: EXAMINE, line: "if (verdicts.signature(opened, index) === true) return" },
    changes: ["verdicts.signature(opened, index) === true => false"],
  },
  {
    why: "the same: one that is remembered as failed is verified again",
    ...{ file: EXAMINE, line: 'verdicts.learnSignature(opened.name, index, verdict === "ok")' },
    changes: ['verdict === "ok" => false'],
  },
  {
    why: "an address is the hash of its key: another key of the same address is a collision",
    file: "kernel/block/light-client.ts",
    line: `if (ours !== undefined && ${SAME_KEY}) have += ours.power`,
    changes: [`${SAME_KEY} => true`],
  },
  {
    why: "a kind that is not remembered is made again, the same",
    ...{ file: PAYLOAD, line: "if (known !== undefined) return known" },
    changes: ["known !== undefined => false"],
  },
  {
    why: "so is one that was never noted",
    ...{ file: PAYLOAD, line: "kinds.set(commands, kind)" },
    changes: ["kinds.set(commands, kind) => ;"],
  },
  {
    why: "the names of a set are all different",
    file: "kernel/evidence/grade.ts",
    line: "[...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))",
    changes: ["a < b => a <= b", "a > b => true", "a > b => a >= b"],
  },
]

/** The names of all of them. */
export const EQUIVALENT: ReadonlySet<string> = new Set(
  EXPLAINED.flatMap(({ file, line, changes }) =>
    changes.map((each) => `${file}: ${line} | ${each}`),
  ),
)
