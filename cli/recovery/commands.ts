/** The verbs by which a ledger goes on after it lost more than a third of its power. */
import type { Command } from "commander"
import { type Common, type Environment, URL_DEFAULT } from "../environment.ts"
import { FILE_NAME } from "../node/file.ts"
import type { Answer } from "../output.ts"
import { type BeginFlags, beginVerb } from "./begin.ts"
import { type GenesisFlags, recoveryGenesisVerb } from "./genesis.ts"
import { type InspectFlags, inspectVerb } from "./inspect.ts"
import { type ManifestFlags, manifestVerb } from "./manifest.ts"
import { type SignFlags, signRecoveryVerb } from "./sign.ts"
import { verifyRecoveryVerb } from "./verify.ts"

type Run = (common: Common, work: (environment: Environment) => Promise<Answer>) => Promise<void>

const CONFIG = ["--config <file>", "configuration of the stopped node", FILE_NAME] as const
const EVIDENCE = [
  "--evidence <files...>",
  "evidence of the old ledger from anywhere: none may be of a later block",
] as const

/** Adds `recovery` and its verbs. */
export function addRecovery(program: Command, run: Run): void {
  const recovery = program
    .command("recovery")
    .description(
      "Go on after more than a third of the power was lost (docs/operations/recovery.md)",
    )
  const verb = (name: string, about: string, example: string) =>
    recovery
      .command(name)
      .description(about)
      .option("--json", "one JSON value for programs")
      .addHelpText("after", `\nExample:\n  $ concordat recovery ${example}`)
  verb("inspect", "1. The last final block that a survivor knows, while its node runs", "inspect")
    .option("--url <url>", "gateway of the survivor", URL_DEFAULT)
    .option("--members <files...>", "member.json of all; default: keys of the register, if open")
    .option("--out <file>", "where to write; default: CHAIN.recovery")
    .action((flags: InspectFlags) => run(flags, (environment) => inspectVerb(environment, flags)))
  verb(
    "manifest <records...>",
    "2. What the members are to sign, at a stopped node, of the survivors' records",
    'manifest mint.recovery hall.recovery --keep mint,hall,port,guild --reason "Fire"',
  )
    .option(...CONFIG)
    .option("--keep <list>", "organisations whose validators are left (required)")
    .option("--reason <text>", "why, for everybody to read (required)")
    .option(...EVIDENCE)
    .option("--out <file>", "where to write; default: NEXT-CHAIN.recovery")
    .action((files: readonly string[], flags: ManifestFlags) =>
      run(flags, (environment) => manifestVerb(environment, files, flags, process.env)),
    )
  verb(
    "sign <record>",
    "3. Sign it by a recovery key, once it agrees with one's own node",
    "sign example-2.recovery --keys /media/safe --config concordat.toml",
  )
    .option("--keys <folder>", "folder of the keystore with the recovery key", "recovery")
    .option("--passphrase-file <file>", "its passphrase; default: FOLDER/passphrase")
    .option("--config <file>", "compare with this stopped node first")
    .option("--out <file>", "where to write; default: beside the record")
    .option("--yes", "do not ask")
    .action((file: string, flags: SignFlags) =>
      run(flags, (environment) => signRecoveryVerb(environment, file, flags, process.env)),
    )
  verb(
    "genesis <files...>",
    "4. Genesis and record of what goes on: of the signed record and its endorsements",
    "genesis example-2.recovery *.endorsement",
  )
    .option(...CONFIG)
    .option(...EVIDENCE)
    .option("--out <file>", "where to write; default: NEXT-CHAIN.json")
    .action(([file, ...answers]: readonly string[], flags: GenesisFlags) =>
      run(flags, (environment) =>
        recoveryGenesisVerb(environment, file!, answers, flags, process.env),
      ),
    )
  verb("begin <genesis>", "5. Make a survivor's stopped node ready for it", "begin example-2.json")
    .option(...CONFIG)
    .action((file: string, flags: BeginFlags) =>
      run(flags, (environment) => beginVerb(environment, file, flags, process.env)),
    )
  verb(
    "verify <files...>",
    "Judge a record offline, and hold evidence of the old ledger against it",
    "verify example-2.recovery old.evidence",
  ).action(([file, ...evidence]: readonly string[], flags: Common) =>
    run(flags, (environment) => verifyRecoveryVerb(environment, file!, evidence, flags)),
  )
}
