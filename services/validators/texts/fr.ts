/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const fr = {
  about: "Qui signe les blocs avec combien de voix, et quels nœuds peuvent se connecter",
  events: {
    validator_added: "{organisation} a un nouveau validateur {address}, avec {power} voix.",
    power_changed: "Le validateur {address} a {power} voix, au lieu de {before}.",
    key_replaced:
      "Le validateur {address} de {organisation} signe désormais en tant que {successor}.",
    validator_left: "Le validateur {address} de {organisation} ne signe plus.",
    fault_recorded:
      "Le validateur {address} de {organisation} a été pris en faute : {kind} à {height}.",
    validator_faulted: "Le validateur {address} de {organisation} a perdu ses {power} voix.",
    validator_set_degraded: "Il reste {validators} validateurs de {organisations} organisations.",
    evidence_ignored: "La preuve contre {address} est sans effet.",
    node_registered: "{organisation} exploite le nœud {node}.",
    node_removed: "Le nœud {node} de {organisation} ne peut plus se connecter.",
  } satisfies Events,
  commands: {
    add: "Laisser {organisation} signer des blocs avec {power} voix",
    remove: "Retirer le validateur {validator} de l’ensemble",
    setPower: "Attribuer {power} voix au validateur {validator}",
    rotateKey: "Échanger la clé du validateur {validator}",
    leave: "Faire partir son propre validateur {validator}",
    registerNode: "Inscrire le nœud {node}",
    removeNode: "Retirer le nœud {node}",
  } satisfies Commands,
  acts: {
    add: "Laisser une clé inscrite d’un membre signer des blocs, avec ce nombre de voix.",
    remove: "Retirer un validateur de l’ensemble.",
    setPower: "Donner plus ou moins de voix à un validateur.",
    rotateKey:
      "Échanger la clé d’un validateur propre ; la nouvelle vote à partir du deuxième bloc.",
    leave: "Retirer un validateur propre de l’ensemble.",
    registerNode: "Laisser un nœud propre se connecter, ou modifier ce que l’on sait de lui.",
    removeNode:
      "Ne plus laisser un nœud propre se connecter ; un lien établi cesse quand il se rompt.",
  } satisfies Commands,
  questions: {
    set: {
      title: "Collège des validateurs",
      about:
        "Les validateurs qui signent le bloc d’une hauteur ; au-delà du suivant, selon ce " +
        "qui est décidé",
    },
    faultsFound: {
      title: "Fautes constatées",
      about: "Les fautes des validateurs, aussi celles d’une organisation, la dernière en tête",
    },
  } satisfies Questions,
  entries: {},
  refusals: {
    address_malformed:
      "Une adresse est hôte:port, en minuscules, telle que d’autres nœuds l’appellent.",
  },
  names,
} as const
