/** The verbs of a node as parts of the command line. */
import { resolve } from "node:path"
import type { Command } from "commander"
import type { Environment } from "../environment.ts"
import { FILE_NAME } from "./file.ts"
import { processSignals, runNode } from "./run.ts"

/** Adds `run` and its neighbours; `ended` is told the exit status of a node. */
export function addNode(
  program: Command,
  environment: Environment,
  ended: (exit: number) => void,
): void {
  program
    .command("run")
    .description("Run the node of a configuration file, until SIGTERM")
    .option("--config <file>", "its configuration", FILE_NAME)
    .addHelpText("after", "\nExample:\n  $ concordat run --config /etc/concordat/concordat.toml")
    .action(async ({ config }: { readonly config: string }) => {
      const path = resolve(environment.cwd, config)
      ended(await runNode({ path, variables: process.env, signals: processSignals() }))
    })
}
