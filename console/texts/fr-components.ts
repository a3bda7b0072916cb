/** French: the components that pages of the console and screens of services are made of. */
import type { componentTexts as english } from "./en-components.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const componentTexts: Translation<typeof english> = {
  "countdown.days": "{count, plural, one {# jour} other {# jours}}",
  "countdown.over": "échu",

  "diff.before": "avant",
  "diff.after": "après",
  "diff.equal": "{count, plural, one {# champ inchangé} other {# champs inchangés}}.",

  close: "Fermer",
  copy: "Copier",
  "copy.done": "Copié",

  "answer.waiting": "Interrogation du registre…",
  "answer.old": "Le registre ne répond pas pour l’instant. Voici sa dernière réponse.",

  "pager.label": "Pages de la liste",
  "pager.first": "Depuis le début",
  "pager.next": "Suivant",
  "json.show": "En JSON",

  "csv.save": "Tout enregistrer en CSV",
  "csv.stop": "Arrêter",
  "csv.progress": "{count, plural, one {# ligne jusqu’ici…} other {# lignes jusqu’ici…}}",
  "csv.done":
    "{count, plural, one {# ligne} other {# lignes}}, à l’état du bloc {height}. Enregistré.",

  "problem.next": "Que faire : {step}",
  "problem.administrator": "Qui peut aider : un administrateur de votre organisation.",
  "problem.operator": "Qui peut aider : l’exploitant de ce nœud.",
  "problem.request": "Requête {id}",
  "problem.again": "Interroger à nouveau",

  "control.yes": "Oui",
  "control.no": "Non",
  "control.none": "aucun",
  "control.integer": "Un nombre entier de {min} à {max}",
  "control.text.to": "Au plus {max} caractères",
  "control.text.from": "De {min} à {max} caractères",
  "control.hex": "{count} caractères, de 0 à 9 et de a à f",
  "control.hex.drop": "Ou calculez l’empreinte d’un fichier",
  "control.hex.choose": "Choisir un fichier",
  "control.hex.note": "Le fichier reste sur cet appareil ; seule son empreinte SHA-256 est saisie.",
  "control.bytes": "Base64url, au plus {max} octets",
  "control.bytes.drop": "Ou lisez-les dans un fichier",
  "control.bytes.choose": "Choisir un fichier",
  "control.bytes.note": "Son contenu est envoyé avec la commande.",
  "control.bytes.size": "{count, plural, one {# octet} other {# octets}}",
  "control.bytes.copy": "Copier en base64url",
  "control.party": "Une organisation, ou organisation/fonction",
  "control.time": "Fuseau horaire : {zone}",
  "control.optional": "Facultatif : désactivé signifie aucun",
  "control.list": "De {min} à {max}",
  "control.list.add": "Ajouter un élément",
  "control.list.remove": "Retirer l’élément {position}",
  "control.list.item": "{name}, {position}",
  "control.list.count": "{count, plural, one {# élément} other {# éléments}}",

  "hash.compare": "Comparer à ce qui vous a été communiqué",
  "hash.same": "Identique",
  "hash.differs": "Différent",
  "hash.progress": "Lecture du fichier, {percent} %",

  "height.none": "Pas encore de registre",
  "height.current": "Bloc {height}",
  "height.past": "À l’état du bloc {height}",
  "height.offline": "Hors ligne depuis le bloc {height}",
  "height.halted": "Arrêté au bloc {height}",
  "height.quiet": "Rien depuis le bloc {height}",

  "time.block": "Bloc {height}",
  "timeline.block": "bloc {height}",
  "timeline.quiet": "{count, plural, one {# jour sans événement} other {# jours sans événement}}",

  evidence: "Preuve",
  "evidence.holds": "Prouvé.",
  "evidence.development": "Prouvé par un registre de développement : sans valeur pour des tiers.",
  "evidence.fails": "Non prouvé.",
  "evidence.asOf": "À l’état du bloc {height}",
  "evidence.here": "Vérifié sur cet appareil",
  "evidence.proves": "Ce qu’elle prouve",
  "evidence.steps": "Étapes de la vérification",
  "evidence.save": "Enregistrer la preuve",
  "evidence.bytes": "{count, plural, one {# octet} other {# octets}}",
  "evidence.anchor": "Demander à ce registre l’ancre du bloc {height}",
}
