/** French: organisations, their functions, keys and rights. */
import type { organisationsTexts as english } from "./en-organisations.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const organisationsTexts: Translation<typeof english> = {
  "organisations.title": "Organisations",
  "organisations.intro": "Qui tient ce registre ensemble, et qui peut le consulter.",
  "organisations.empty": "Aucune organisation n’est inscrite.",
  "organisations.organisation": "Organisation",
  "organisations.name": "Nom",
  "organisations.class": "Classe",
  "organisations.status": "Statut",
  "organisations.principals": "Fonctions",
  "organisations.since": "Depuis",
  "organisations.register": "Comme table",

  "organisation.facts": "Inscription",
  "organisation.threshold": "Décidé par",
  "organisation.thresholdOf": "{need} administrateurs sur {have}",
  "organisation.page": "Page",
  "organisation.changed": "Dernier changement",
  "organisation.reason": "Motif",
  "organisation.principals": "Qui agit pour elle",
  "organisation.noPrincipals": "Personne pour l’instant.",
  "organisation.administrator": "Administrateur",
  "organisation.unknown": "{party} n’est pas inscrite à l’état du bloc {height}.",

  "principal.kind": "Nature",
  "principal.of": "Agit pour",

  "keys.title": "Clés",
  "keys.none": "Aucune clé propre.",

  "rights.title": "Droits",
  "rights.none": "Aucun droit.",
  "rights.role": "Droit",
  "rights.scope": "Pour",
  "rights.everywhere": "Tout",
  "rights.grantor": "Accordé par",
  "rights.until": "Jusqu’au",
  "rights.status": "Statut",
}
