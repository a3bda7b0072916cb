/** French: services, their tables and rows, the forms of their commands. */
import type { servicesTexts as english } from "./en-services.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const servicesTexts: Translation<typeof english> = {
  "services.title": "Services",
  "services.intro":
    "À quoi sert ce registre. Chaque commande a son formulaire, chaque ligne sa preuve.",
  "services.commands": "{count, plural, one {# commande} other {# commandes}}",
  "services.tables": "{count, plural, one {# table} other {# tables}}",

  "service.trail": "Emplacement",
  "service.version": "Version {version}",
  "service.commands": "Ce qui peut être fait",
  "service.tables": "Ce qui est conservé",
  "service.pages": "Pages propres",
  "service.questions": "Ce à quoi il répond",
  "service.events": "Derniers événements",
  "service.noEvents": "Rien pour l’instant.",
  "service.allEvents": "Tous ses événements",
  "service.row": "Une ligne",
  "service.key": "Par {names}",
  "service.raw": "Octets",

  "question.needs": "Cette question demande de préciser : {names}.",
  "question.nothing": "Rien n’a été trouvé.",

  "table.empty": "Rien n’est conservé ici.",
  "table.raw": "Cette table conserve des octets que seul son service lit.",

  "past.title": "À quelle date",
  "past.now": "Maintenant",
  "past.yesterday": "Hier",
  "past.week": "Il y a une semaine",
  "past.day": "À la fin d’un jour, {zone}",
  "past.asOf": "À l’état du bloc {height}, {time}.",
  "past.past": "Ceci est le passé : à l’état du bloc {height}, {time}.",
  "past.unproven":
    "Dit par la base de lecture de ce nœud : il ne garde plus l’état de ce bloc pour le prouver.",
  "past.unborn": "Ce registre n’existait pas encore : son premier bloc est du {time}.",

  "record.fields": "Champs",
  "record.since": "Changements depuis le bloc {height}",
  "record.look": "Consulter",
  "record.absent": "Cette ligne n’existe pas à l’état du bloc {height}.",
  "record.absentNote": "Son absence peut être prouvée : prenez la preuve.",
  "record.own": "Sa page propre",
  "record.history": "Historique",
  "record.historyNote": "Parmi les {count} derniers événements de ce service.",
  "record.noHistory": "Aucun d’eux ne nomme cette ligne.",
  "record.whole": "Tout ce que fut cette ligne, depuis le bloc {begins}.",
  "record.newest":
    "{count, plural, one {Le dernier changement} other {Les # derniers changements}} de cette " +
    "ligne.",
  "record.never": "Cette ligne n’a jamais existé depuis le bloc {begins}.",
  "record.made": "Créée",
  "record.changed": "Modifiée",
  "record.deleted": "Supprimée",
  "record.found": "Elle existait déjà là où commence l’historique de ce nœud",
  "record.by": "{what} par {who} : {command}",
  "record.transaction": "Transaction",
  "record.then": "Son état d’alors",
  "record.ask": "Afficher tout ce qu’elle fut",
  "record.askNote":
    "Ceci démarre la base de lecture du nœud : une base de données à ses côtés, une fois, en " +
    "quelques secondes.",
  "record.asking": "Tout ce qu’elle fut s’affichera dès que la base de lecture en sera là.",
  "record.commands": "Ce qui peut en être fait",
  "record.evidence": "{table}, {key}",

  "form.fields": "Saisie",
  "form.nothing": "Cette commande ne prend rien.",
  "form.unknown": "L’adresse nomme des champs que cette commande n’a pas : {names}.",
  "form.check": "Contrôler",
  "form.checking": "Contrôle en cours…",
  "form.checkNote": "Une simulation : rien n’est encore envoyé.",
  "form.noSignIn":
    "Aucune connexion n’est proposée ici. En ligne de commande, `npx concordat` l’envoie avec " +
    "votre propre clé.",
  "form.anew": "Recommencer",
  "form.faults": "{count, plural, one {# erreur} other {# erreurs}} à corriger",
  "form.empty": "Ce champ est encore vide.",
  "form.fault": "{place} : {fault}",
  "form.wouldPass": "La commande serait acceptée.",
  "form.asOf": "À l’état du bloc {height}",
  "form.preview": "Ce qui sera signé",
  "form.ledger": "Registre",
  "form.command": "Commande",
  "form.send": "Signer et envoyer : {act}",
  "form.sending": "En attente du caractère définitif : {act}",
  "form.final": "Rien ne s’annule sur un registre : ce qui est définitif le reste.",
  "form.done": "Définitif dans le bloc {height}.",
  "form.open": "Ouvrir la transaction",
  "form.again": "En faire une autre",
  "form.signing": "Qui signe",
  "form.asked": "Demandé pour",
  "form.cosigners": "Signer avec",
  "form.role": "Le droit {role}",
  "form.role.any": "Toute fonction d’une organisation active",
  "form.role.open": "Aucune signature",
  "form.signers.administrators": "Administrateurs de l’organisation",
  "form.signers.half": "Plus de la moitié des membres, par leurs administrateurs",
  "form.signers.two_thirds": "Plus des deux tiers des membres, par leurs administrateurs",
  "form.signers.self": "Le détenteur de la clé lui-même",
}
