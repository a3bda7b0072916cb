/** French: what waits for whoever looks. */
import type { inboxTexts as english } from "./en-inbox.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const inboxTexts: Translation<typeof english> = {
  "inbox.title": "À traiter",
  "inbox.acting": "Ce qui attend {party}, au nom de qui vous agissez, et son organisation.",
  "inbox.session": "Ce qui attend {party}, sous votre session, et votre organisation.",
  "inbox.chosen": "Ce qui attend {party}. Vous êtes en lecture : personne n’est connecté ici.",
  "inbox.nobody": "Ce qui attend une organisation : suffrages, clés qui expirent, mises à niveau.",
  "inbox.choose": "Personne n’est connecté ici. Choisissez l’organisation pour qui vous regardez.",
  "inbox.mine": "Pour",
  "inbox.none": "Choisir",
  "inbox.empty": "Rien n’attend {party} : aucun suffrage, rien à exécuter, aucune clé n’expire.",
  "inbox.what": "Objet",
  "inbox.kind": "À faire",
  "inbox.left": "Temps restant",
  "inbox.by": "Jusqu’au",
  "inbox.noEnd": "sans fin",
}
