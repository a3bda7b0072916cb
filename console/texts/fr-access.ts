/** French: who asks, and tokens. */
import type { accessTexts as english } from "./en-access.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const accessTexts: Translation<typeof english> = {
  "access.title": "Accès",
  "access.intro": "Qui ce navigateur est pour le registre, et ce qui lui est ouvert.",
  "access.who": "Qui demande",
  "access.whoNote":
    "La connexion ouvre ce qui peut être lu. Ce qui est envoyé est signé par sa propre clé.",
  "access.person": "Personne",
  "access.principal": "Fonction",
  "access.nobody": "Personne n’est connecté.",
  "access.ends": "Prend fin",
  "access.opens": "Ouvert",
  "access.signIn": "Se connecter",
  "access.signOut": "Se déconnecter",
  "access.audience.verify": "Vérifier",
  "access.audience.read": "Lire",
  "access.audience.send": "Envoyer",
  "access.audience.join": "Joindre des nœuds",
  "tokens.title": "Mes jetons",
  "tokens.note": "Un jeton dit qui demande là où un programme demande.",
  "tokens.nobody": "Un jeton appartient à une fonction. Personne n’est connecté.",
  "tokens.none": "Aucun jeton à cette passerelle.",
  "tokens.label": "À quoi il sert",
  "tokens.for": "Ouvre",
  "tokens.ends": "Prend fin",
  "tokens.standing": "État",
  "tokens.standing.valid": "Valable",
  "tokens.standing.expired": "Expiré",
  "tokens.standing.revoked": "Terminé",
  "tokens.end": "Terminer",
  "tokens.endReally": "Terminer pour de bon",
  "tokens.new": "Nouveau jeton",
  "tokens.newNote": "La passerelle de ce registre de développement signe pour elle.",
  "tokens.byCommand":
    "Un jeton se fait par une signature. La clé n’est pas ici : lancez ceci là où elle est.",
  "tokens.life": "Pour",
  "tokens.days": "{days, plural, one {# jour} other {# jours}}",
  "tokens.make": "Créer le jeton",
  "tokens.once": "Gardez-le maintenant : il n’est montré que cette fois, à jamais.",
  "tokens.putAway": "Je l’ai gardé",
}
