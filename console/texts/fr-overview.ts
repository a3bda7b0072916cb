/** French: the overview. */
import type { overviewTexts as english } from "./en-overview.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const overviewTexts: Translation<typeof english> = {
  "overview.page": "Synthèse",
  "overview.well":
    "Tout va bien : {have} organisations sur {all} signent, {spare} peuvent défaillir.",
  "overview.missing": "{have} organisations sur {all} signent : {spare} de plus peuvent défaillir.",
  "overview.noSpare": "{have} organisations sur {all} signent : aucune autre ne peut défaillir.",
  "overview.quiet": "Aucun bloc depuis une demi-minute : trop peu signent, ou ce nœud est isolé.",
  "overview.alone": "Tout va bien : une seule organisation ordonne tout.",
  "overview.halted": "Ce nœud s’est arrêté.",
  "overview.offline": "Le registre ne répond pas.",
  "overview.last": "Dernier bloc {time}",
  "overview.waiting":
    "{count, plural, one {# transaction en attente} other {# transactions en attente}}",
  "overview.noneWaiting": "Rien en attente",

  "overview.height": "Hauteur",
  "overview.transactions": "Transactions",
  "overview.operations": "Opérations",
  "overview.events": "Événements au journal",
  "overview.rows": "Lignes d’état",
  "overview.organisations": "Organisations",

  "voters.title": "Qui décide",
  "voters.note": "Plus des deux tiers de {power} voix doivent s’accorder sur chaque bloc.",
  "voters.signs": "{power} voix sur {all}, dans le dernier bloc",
  "voters.missing": "{power} voix sur {all}, absentes du dernier bloc",

  "latest.title": "Derniers événements",
  "latest.pause": "Pause",
  "latest.resume": "Reprendre",
  "latest.live": "en direct",
  "latest.held": "en pause",
  "latest.asking": "interrogé toutes les 2 s",
  "latest.newer": "{count, plural, one {# plus récent} other {# plus récents}}",
  "latest.all": "Tous les événements",
  "latest.empty":
    "Rien ne s’est encore produit. Enregistrez un fichier, ou exécutez une commande d’un service.",

  "activity.title": "Activité",
  "activity.note":
    "{minutes, plural, one {Durant la dernière minute} other {Durant les # dernières minutes}}",
  "activity.operations": "Opérations",
  "activity.operationsWords": "Opérations des {minutes} dernières minutes : {count}",
  "activity.refusals": "Refus",
  "activity.refusalsWords": "Opérations refusées des {minutes} dernières minutes : {count}",
  "activity.minute": "{count}, {ago, plural, one {durant cette minute} other {il y a # minutes}}",
  "activity.interval": "Entre les blocs",
  "activity.intervalWords":
    "Les {blocks} derniers blocs sont espacés de {seconds} secondes en moyenne",
  "activity.seconds": "{seconds} s",
  "activity.all": "Tous les blocs",

  "begin.title": "Commencer ici",
  "begin.verify": "Vérifier un fichier",
  "begin.verify.about":
    "Est-il authentique, et valable aujourd’hui ? Le fichier ne quitte jamais cet appareil.",
  "begin.run": "Exécuter une commande",
  "begin.run.about":
    "Chaque commande de chaque service a son formulaire, avec une simulation avant l’envoi.",
}
