/** French: blocks, transactions, events. */
import type { explorerTexts as english } from "./en-explorer.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const explorerTexts: Translation<typeof english> = {
  "explorer.parts": "Parties de l’explorateur",
  "explorer.blocks": "Blocs",
  "explorer.transactions": "Transactions",
  "explorer.events": "Événements",

  "blocks.title": "Blocs",
  "blocks.intro":
    "Les transactions dans l’ordre fixé par les organisations, les plus récentes d’abord.",
  "blocks.empty": "Aucun bloc n’est encore clos.",
  "blocks.height": "Bloc",
  "blocks.time": "Heure",
  "blocks.transactions": "Transactions",
  "blocks.operations": "Opérations",
  "blocks.events": "Événements",
  "blocks.bytes": "Octets",
  "blocks.proposer": "Proposé par",

  "block.title": "Bloc {height}",
  "block.earlier": "Bloc {height}",
  "block.later": "Bloc {height}",
  "block.facts": "En-tête",
  "block.time": "Heure",
  "block.hash": "Empreinte",
  "block.appHash": "Empreinte d’état du bloc précédent",
  "block.proposer": "Proposé par",
  "block.signers": "Signé par",
  "block.alone": "Un seul processus signe pour tous.",
  "block.power": "{signed} voix sur {all} ; il en faut plus de {need}",
  "block.round": "Tour",
  "block.bytes": "Taille",
  "block.size": "{count, plural, one {# octet} other {# octets}}",
  "block.transactions": "Transactions",
  "block.none": "Aucune transaction : ce bloc certifie ce que le précédent a écrit.",
  "block.unreadable": "Octets qui ne forment pas une transaction",
  "block.events": "Événements",

  "transactions.intro": "Qui a envoyé quoi, et avec quelle issue. Les plus récentes d’abord.",
  "transactions.none":
    "Seule la base de lecture d’un nœud liste toutes les transactions ; chaque bloc a les siennes.",
  "transactions.caller": "Envoyée par",

  "transaction.name": "Transaction",
  "transaction.title":
    "{count, plural, one {Transaction à # opération} other {Transaction à # opérations}}",
  "transaction.facts": "Reçu",
  "transaction.id": "Identifiant",
  "transaction.status": "Résultat",
  "transaction.final": "Définitive",
  "transaction.finalIn": "dans le bloc {height}",
  "transaction.time": "Heure",
  "transaction.place": "Place dans le bloc",
  "transaction.cost": "Coût",
  "transaction.units": "{count, plural, one {# unité} other {# unités}}",
  "transaction.mode": "Mode",
  "transaction.mode.atomic": "Toutes les opérations ou aucune",
  "transaction.mode.each": "Chaque opération pour elle-même",
  "transaction.memo": "Mention",
  "transaction.expires": "Valable jusqu’au",
  "transaction.operation": "Opération {position}",
  "transaction.input": "Entrée",
  "transaction.emitted": "Ce qui s’est produit",
  "transaction.signers": "Signé par",
  "transaction.open": "Personne : une commande ouverte est autorisée par sa seule entrée.",
  "transaction.key": "Clé",
  "transaction.unknownKey": "une clé qui n’est plus inscrite",
  "transaction.algorithm": "Algorithme",
  "transaction.bytes": "Octets",
  "transaction.bytesNote": "Tels que signés : CBOR canonique dans COSE, {count} octets.",
  "transaction.save": "Enregistrer les octets",
  "transaction.evidence": "Transaction {id}",

  "way.title": "Dans aucun bloc jusqu’au bloc {height}",
  "way.sent":
    "Une transaction qui vient d’être envoyée est en chemin : cette page deviendra son reçu " +
    "d’elle-même.",
  "way.old":
    "Celle qui n’est dans aucun bloc 15 minutes après sa signature a expiré et n’y entrera jamais.",
  "way.search": "Rechercher autre chose",

  "events.title": "Événements",
  "events.intro":
    "Ce que les opérations acceptées ont annoncé, prouvable à jamais. Les plus récents d’abord.",
  "events.service": "Service",
  "events.empty": "Aucun événement de ce genre parmi ceux examinés.",
  "events.event": "Événement",
  "events.what": "Ce qui s’est produit",
  "events.time": "Heure",
  "events.block": "Bloc",

  "event.title": "Événement {position}",
  "event.facts": "Où il se trouve",
  "event.name": "Nom",
  "event.position": "Position au journal",
  "event.block": "Bloc",
  "event.transaction": "Transaction",
  "event.operation": "Opération",
  "event.byRules": "Aucune : les règles elles-mêmes l’ont annoncé.",
  "event.fields": "Champs",
}
