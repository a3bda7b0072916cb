/** French: search, and the list of codes. */
import type { searchTexts as english } from "./en-search.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const searchTexts: Translation<typeof english> = {
  "search.title": "Recherche",
  "search.for": "Recherche : {text}",
  "search.what":
    "La hauteur d’un bloc, une transaction, une empreinte ou un identifiant, le " +
    "numéro d’un compte, une organisation ou une fonction, des mots d’un nom, une " +
    "commande, une table, un code.",
  "search.found": "Trouvé",
  "search.nothing": "Absent de ce registre jusqu’au bloc {height}.",
  "search.nothingNote": "Recherché comme : {kinds}.",
  "search.notKnown": "Rien ne porte ce nom ici, et sa forme ne permet aucune recherche.",
  "search.kind.block": "Bloc",
  "search.kind.transaction": "Transaction",
  "search.kind.event": "Événement",
  "search.kind.row": "{table} de {service}",
  "search.kind.organisation": "Organisation",
  "search.kind.principal": "Fonction d’une organisation",
  "search.kind.service": "Service",
  "search.kind.command": "Commande de {service}",
  "search.kind.table": "Table de {service}",
  "search.kind.code": "Code",
  "search.kind.page": "Page",

  "codes.title": "Code {code}",
  "codes.unknown": "Le code {code} n’existe pas.",
  "codes.unknownNote":
    "Les codes forment une liste fermée ; une version plus récente le connaît peut-être.",
  "codes.sentence": "Ce qu’il dit",
  "codes.next": "Que faire",
  "codes.kind": "Nature",
  "codes.status": "Statut HTTP",
  "codes.noStatus": "Aucun : ce n’est jamais une réponse par HTTP.",
  "codes.exit": "Code de sortie",
  "codes.of": "Du service",
  "codes.platform": "De la plateforme : le même partout",
  "codes.kind.invalid": "La saisie est fausse en elle-même ; elle n’a jamais été exécutée.",
  "codes.kind.refusal": "Les règles ont dit non ; rien n’a été changé.",
  "codes.kind.operating": "Aucune décision n’a été prise ; la même demande peut être renouvelée.",
  "codes.kind.verdict": "Un vérificateur constate que la preuve ne le prouve pas.",
  "codes.kind.bug": "Une assertion du programme a échoué ; le nœud s’est arrêté avant d’écrire.",
}
