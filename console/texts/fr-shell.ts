/** French: what stands around every page. */
import type { shellTexts as english } from "./en-shell.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const shellTexts: Translation<typeof english> = {
  "shell.skip": "Aller au contenu",
  "shell.pages": "Pages",
  "shell.rail": "La console",
  "shell.notices": "Ce qu’il faut savoir de ce registre",
  "shell.menu": "Menu",
  "shell.version": "Version {version}, moteur {engine}",
  "shell.development": "Registre de développement : sans valeur de preuve pour des tiers.",
  "shell.offline": "Le registre ne répond pas. Les pages montrent sa dernière réponse.",
  "shell.halted": "Ce nœud s’est arrêté : {reason}. Ce qui est affiché ne changera plus.",

  "nav.verify": "Vérifier",
  "nav.overview": "Synthèse",
  "nav.inbox": "À traiter",
  "nav.waiting": "{count, plural, one {# élément en attente} other {# éléments en attente}}",
  "nav.services": "Services",
  "nav.explorer": "Explorateur",
  "nav.organisations": "Organisations",
  "nav.access": "Accès",
  "nav.network": "Réseau",

  "acting.as": "Agir en tant que",

  "search.label": "Recherche",
  "search.hint": "Empreinte, compte, nom, hauteur…",

  "help.open": "Touches et réglages",
  "help.title": "Touches et réglages",
  "help.keys": "Touches",
  "help.keysOn": "Touches seules",
  "help.keysNote": "Désactivé : aucune touche n’agit seule, pour qui dicte à son appareil.",
  "help.search": "Recherche",
  "help.list": "Cette liste",
  "help.then": "puis",
  "help.zone": "Heures",
  "help.zone.local": "Dans le fuseau de cet appareil, {zone}",
  "help.zone.utc": "En UTC",
  "help.theme": "Thème",
  "help.theme.auto": "Comme le système",
  "help.theme.light": "Clair",
  "help.theme.dark": "Sombre",

  "notFound.title": "Cette page n’existe pas",
  "notFound.why":
    "Rien n’est conservé sous {path}. L’adresse est peut-être mal saisie, ou celle d’un autre " +
    "registre.",
  "notFound.overview": "Vers la synthèse",
  "notFound.search": "Rechercher",
}
