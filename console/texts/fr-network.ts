/** French: the network page. */
import type { networkTexts as english } from "./en-network.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const networkTexts: Translation<typeof english> = {
  "network.page": "Réseau",
  "network.solo": "Un seul processus signe pour tous : {organisation} ordonne tout.",
  "network.soloNote":
    "Personne d’autre n’a à s’accorder, et personne d’autre ne le peut. Sur un réseau, plus des " +
    "deux tiers des voix de plusieurs organisations doivent s’accorder sur chaque bloc.",
  "network.asOf": "À l’état du bloc {height}, {time}",
  "network.firstRound": "Décidé par le premier proposant",
  "network.laterRound": "Décidé au tour {round}",

  "power.title": "Voix",
  "power.sentence": "{signed} voix sur {all} signent ; il en faut plus de {need}.",
  "power.lastBlock":
    "{signed} voix sur {all} ont signé le dernier bloc ; il en fallait plus de {need}.",
  "power.quiet": "Depuis lors, aucun bloc.",
  "power.third": "plus de {need}",
  "power.signs": "{name} : {power} voix, signe",
  "power.missing": "{name} : {power} voix, absente",
  "power.stopped": "Les absents détiennent un tiers des voix ou plus : rien ne peut être décidé.",
  "power.noOther": "Aucun autre ne peut défaillir.",
  "power.spare":
    "{count, plural, one {Un autre, quel qu’il soit, peut encore défaillir.} other {# autres, " +
    "quels qu’ils soient, peuvent encore défaillir.}}",

  "members.title": "Qui signe",
  "members.organisation": "Organisation",
  "members.votes": "Voix",
  "members.last": "Dernier bloc",
  "members.signs": "signe",
  "members.missing": "absente",
  "members.untold": "non indiqué",
  "members.seen": "Dernier vote",
  "members.never": "aucun dans les 500 derniers blocs",
  "members.proposed": "signe, l’a proposé",

  "todo.title": "Que faire",
  "todo.nothing": "Rien : tout le monde signe.",
  "todo.silent": "{who} doit agir : son validateur est muet depuis {when}.",
  "todo.silentLong": "{who} doit agir : son validateur est muet depuis longtemps.",
  "todo.onHost": "Sur la machine de ce nœud, son exploitant interroge son diagnostic :",

  "doctor.title": "Diagnostic de ce nœud",
  "doctor.note": "Nœud {node}, interrogé à {time}",
  "doctor.cause": "Cause {row}",
  "doctor.none": "Rien n’empêche ce nœud de décider.",
  "doctor.command": "Copier la commande",

  "nodes.title": "Nœuds admis à se connecter",
  "nodes.node": "Nœud",
  "nodes.organisation": "Organisation",
  "nodes.kind": "Nature",
  "nodes.state": "État",
  "nodes.none": "Aucun nœud n’est inscrit : tout nœud de la configuration peut se connecter.",
}
