/**
 * A node's `concordat.toml` as it counts: the file with the environment above it. Relative paths
 * begin at the folder that it lies in.
 */
import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { ConcordatError } from "@concordat/kernel"
import { type Configuration, loadConfiguration } from "@concordat/node"

/** The name that `init` gives the file, and that is looked for where none is named. */
export const FILE_NAME = "concordat.toml"

/** Variables of the process that runs. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A file that was read without faults. */
export type NodeFile = {
  /** Absolute paths. */
  readonly path: string
  readonly folder: string
  readonly configuration: Configuration
}

/** The text of a file. Throws `configuration_invalid` where it cannot be read. */
export function readNodeText(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch (cause) {
    throw new ConcordatError("configuration_invalid", `${path} cannot be read.`, {
      cause,
      hint: "Name the file by --config, or make a node with `concordat init`.",
      details: { path },
    })
  }
}

/** Reads a node's file. Throws `configuration_invalid` with line and nearest name. */
export function nodeFile(path: string, variables: Variables): NodeFile {
  const configuration = loadConfiguration(path, readNodeText(path), variables)
  return { path, folder: dirname(path), configuration }
}

/** Where everything of a node lies, absolute. */
export function placesOf({ folder, configuration }: NodeFile) {
  const { node, chain, engine, keys, gateway, readModel, access, signIn } = configuration
  const at = (path: string) => resolve(folder, path)
  return {
    data: at(node.data),
    batches: at(node.batches),
    genesis: at(chain.genesis),
    engine: at(engine.home),
    binary: engine.binary === null ? null : at(engine.binary),
    sockets: {
      abci: engine.socket ?? join(folder, "run", "abci.sock"),
      rpc: engine.rpcSocket ?? join(folder, "run", "rpc.sock"),
    },
    readModelUrl: readModel.urlFile === null ? null : at(readModel.urlFile),
    tokens: at(access.tokens),
    clientSecret: signIn.clientSecretFile === null ? null : at(signIn.clientSecretFile),
    keys: at(keys.folder),
    passphrase: at(keys.passphraseFile),
    console: gateway.console === null ? null : at(gateway.console),
    schemas: gateway.schemas === null ? null : at(gateway.schemas),
  }
}

/** Host and port of a setting of `host:port`. */
export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(":")
  const host = address.slice(0, at).replace(/^\[|\]$/g, "")
  return { host, port: Number(address.slice(at + 1)) }
}
