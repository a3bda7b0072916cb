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

  "keys.ending": "{count, plural, one {expire dans # jour} other {expire dans # jours}}",
  "keys.ended": "expirée",

  "matrix.title": "Qui peut quoi",
  "matrix.note": "Ouvrez une case pour voir de quels droits elle dépend, chacun avec sa preuve.",
  "matrix.none": "Personne ici ne détient de droit.",
  "matrix.role": "Droit",
  "matrix.more": "{count, plural, one {La première fonction} other {Les # premières fonctions}}.",
  "matrix.cell.direct": "accordé",
  "matrix.cell.delegated": "transmis",
  "matrix.cell.ending": "expire bientôt",
  "matrix.cell.broken": "sans effet",
  "matrix.cell.none": "pas ce droit",
  "matrix.link.by": "par {grantor} :",
  "matrix.link.counts": "en vigueur",
  "matrix.link.ended": "pas en vigueur",
  "matrix.link.missing": "n’a pas ce droit",
  "matrix.link.kept": "en vigueur, mais à ne pas transmettre",
  "matrix.link.idle": "n’est pas active",

  "rights.title": "Droits",
  "rights.none": "Aucun droit.",
  "rights.role": "Droit",
  "rights.scope": "Pour",
  "rights.everywhere": "Tout",
  "rights.grantor": "Accordé par",
  "rights.until": "Jusqu’au",
  "rights.status": "Statut",
}
