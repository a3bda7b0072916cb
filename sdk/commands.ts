/** The commands that the sdk knows by the definitions of services it is built with. */
import type { Command, CommandInputs, Service } from "@concordat/kernel"
import { nearestName } from "@concordat/kernel"

/** Looks commands up by their full name, `service.command`. */
export function commandsOf(services: readonly Service[]): CommandInputs {
  const known = new Map<string, Command>()
  for (const { name, commands } of services) {
    for (const [command, definition] of Object.entries(commands)) {
      known.set(`${name}.${command}`, definition)
    }
  }
  const names = [...known.keys()]
  return {
    inputOf: (command) => known.get(command)?.input,
    isOpen: (command) => known.get(command)?.open === true,
    nearest: (name) => nearestName(name, names),
  }
}
