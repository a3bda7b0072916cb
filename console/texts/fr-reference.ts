/** French: the reference of addresses, for programs. */
import type { referenceTexts as english } from "./en-reference.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const referenceTexts: Translation<typeof english> = {
  "reference.title": "Pour les programmes",
  "reference.intro":
    "Toutes les adresses de la passerelle de ce nœud, d’après sa propre description.",
  "reference.document": "La description entière, OpenAPI 3.1",
  "reference.find": "Trouver une adresse",
  "reference.none": "Aucune adresse ne contient tous ces mots.",
  "reference.whom": "Pour qui",
  "reference.open": "Ouvert à tous ici",
  "reference.guarded": "Avec un jeton ou une session",
  "reference.parameter": "{name} ({place})",
  "reference.takes": "Reçoit",
  "reference.gives": "Répond",
  "reference.refusals": "Refus, statut {status}",
  "reference.ask": "Interroger maintenant",
}
