/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const fr = {
  about: "Comptes, paiements, règlement et compensation de tout actif",
  events: {
    asset_changed: "{issuer} a défini l’actif {asset}, politique {policy}.",
    account_status: "{operator} a ouvert ou clos un compte de {asset}.",
    limits_set: "Les plafonds d’un compte ont été définis.",
    moved: "{amount} plus petites unités de {asset} ont été payées.",
    line_refused: "La ligne {line} d’une écriture a été refusée : {code}.",
    returned: "{amount} ont été restitués : {reason}.",
    held: "{amount} plus petites unités de {asset} ont été réservées.",
    released: "Une réservation est à l’état {state} ; {amount} sont de nouveau libres.",
    settled: "Un règlement de {legs, plural, one {# jambe} other {# jambes}} est définitif.",
    item_moved: "Une pièce de {asset} a changé de mains.",
    quote_changed: "Une cotation de {provider} verse encore {left}.",
    order_changed: "{authority} a consigné ou levé un ordre de {kind}.",
    frozen: "{amount} d’un compte sont gelés.",
    item_frozen: "Une pièce de {asset} a été gelée ou libérée.",
    forced: "{amount} ont été transférés en vertu d’un ordre.",
    recovered: "{amount} d’un portefeuille perdu ont été recouvrés.",
    allowance_set: "{spender} peut débiter un compte, jusqu’à {left}.",
    cap_set: "{participant} peut devoir {cap} plus petites unités de {asset}.",
    cycle_changed: "Un cycle de {asset} est à l’état {state}.",
    obligation_submitted: "{from} doit {amount} à {to} dans un cycle.",
    position_funded: "{participant} a alimenté {amount} dans un cycle.",
    cycle_settled: "Un cycle a été payé : {amount} plus petites unités de {asset}.",
    excluded: "Un cycle a été recalculé sans ceux qui ne l’avaient pas alimenté.",
  } satisfies Events,
  commands: {
    registerAsset: "Inscrire l’actif {asset}",
    setPolicy: "Définir la politique de {asset}",
    pauseAsset: "Suspendre {asset}",
    resumeAsset: "Laisser {asset} circuler à nouveau",
    openAccount: "Ouvrir un compte de {asset} pour {owner}",
    closeAccount: "Clore un compte",
    setLimits: "Définir les plafonds et les liens d’un compte",
    setAllowance: "Permettre à {spender} de débiter un compte",
    mint: "Émettre {amount} plus petites unités de {asset}",
    burn: "Retirer de la circulation {amount} plus petites unités de {asset}",
    transfer: "Payer",
    post: "Comptabiliser de nombreuses lignes",
    returnLine: "Restituer {amount} : {reason}",
    hold: "Réserver {amount}",
    postHold: "Payer {amount} d’une réservation",
    voidHold: "Abandonner une réservation",
    settle: "Régler des jambes, toutes ou aucune",
    offerQuote: "Offrir une cotation",
    withdrawQuote: "Retirer une cotation",
    takeQuote: "Échanger {amount} sur une cotation",
    recordOrder: "Consigner un ordre de {kind}",
    liftOrder: "Lever un ordre",
    freeze: "Geler en vertu d’un ordre",
    unfreeze: "Libérer ce qui était gelé",
    forceTransfer: "Transférer {amount} en vertu d’un ordre",
    recover: "Recouvrer {amount} d’un portefeuille perdu",
    setCap: "Permettre à {participant} de devoir {cap} plus petites unités de {asset}",
    openCycle: "Ouvrir un cycle de {asset}",
    submitObligations: "Consigner ce que doit {from}",
    closeCycle: "Clore un cycle",
    fundPosition: "Alimenter {amount} de {participant}",
    settleCycles: "Payer des cycles alimentés",
    excludeUnfunded: "Recalculer un cycle sans qui ne l’a pas alimenté",
    abandonCycle: "Abandonner un cycle",
    mintItem: "Créer une pièce de {asset}",
    transferItem: "Céder une pièce de {asset}",
    burnItem: "Retirer une pièce de {asset} de la circulation",
  } satisfies Commands,
  acts: {
    registerAsset: "Inscrire un actif, avec le compte depuis lequel il est émis.",
    setPolicy:
      "Donner à un actif sa politique suivante : catégories et plafonds, paires refusées, frais.",
    pauseAsset: "Arrêter tout mouvement d’un actif.",
    resumeAsset: "Laisser un actif circuler à nouveau.",
    openAccount:
      "Ouvrir un compte pour une partie ; si c’est une autre organisation, celle-ci signe aussi.",
    closeAccount: "Clore définitivement un compte vide.",
    setLimits:
      "Définir ce qu’un compte peut devoir et détenir, sa catégorie, l’origine et la destination " +
      "de son argent.",
    setAllowance:
      "Permettre à une partie de débiter un compte, jusqu’à un montant et une date ; 0 y met fin.",
    mint: "Émettre de la monnaie vers une trésorerie de l’émetteur.",
    burn: "Retirer de la circulation de la monnaie de la trésorerie de l’émetteur.",
    transfer: "Payer : une ligne, avec ses frais et ce qu’apporte un mandat.",
    post:
      "Comptabiliser jusqu’à 1 000 lignes sous un identifiant : toutes ou aucune, ou chacune " +
      "pour elle-même.",
    returnLine: "Rendre tout ou partie de ce qu’une ligne a apporté.",
    hold:
      "Réserver de la monnaie pour un paiement à venir ; le payeur ne peut la reprendre avant " +
      "terme.",
    postHold:
      "Payer ce qui est réservé, en tout ou partie ; ce qui n’est pas payé redevient libre.",
    voidHold: "Renoncer à une réservation en faveur de son compte : le payeur récupère son argent.",
    settle: "Régler jusqu’à 256 jambes de monnaie et de pièces, toutes à la fois ou aucune.",
    offerQuote: "Offrir de payer num ÷ den par unité reçue, jusqu’à un montant et une date.",
    withdrawQuote: "Retirer sa propre cotation.",
    takeQuote:
      "Échanger de la monnaie sur une cotation : payer un montant, et recevoir au moins tant.",
    recordOrder:
      "Consigner un ordre de sa propre autorité sur un compte : nature, plafond, document.",
    liftOrder: "Lever un ordre : plus rien n’est fait en son nom ; ce qui était gelé le reste.",
    freeze: "Geler un montant, un sens d’un compte ou une pièce, en vertu d’un ordre.",
    unfreeze: "Libérer ce qui était gelé en vertu d’un ordre, même après son terme.",
    forceTransfer:
      "Transférer de la monnaie en vertu d’un ordre, malgré son propriétaire : deux personnes du " +
      "contrôle signent.",
    recover:
      "Transférer l’argent d’un portefeuille perdu vers un compte du même propriétaire, en vertu " +
      "d’un ordre.",
    setCap: "Définir ce qu’un participant peut devoir dans tous les cycles non réglés d’un actif.",
    openCycle: "Ouvrir un cycle de compensation d’un actif pour ses participants.",
    submitObligations: "Consigner ce qu’un participant doit aux autres dans un cycle ouvert.",
    closeCycle: "Clore un cycle : ce qui est dû est compensé et doit être alimenté.",
    fundPosition: "Réserver ce qu’un participant doit dans un cycle clos.",
    settleCycles: "Payer jusqu’à quatre cycles alimentés, tous à la fois ou aucun.",
    excludeUnfunded: "Recalculer un cycle sans ceux qui ne l’ont pas alimenté à temps.",
    abandonCycle: "Abandonner un cycle : rien n’en est payé.",
    mintItem: "Créer une pièce d’un actif, pour un compte qui la détient dès lors.",
    transferItem: "Donner une pièce à un autre compte.",
    burnItem: "Retirer une pièce de la circulation : son détenteur le fait.",
  } satisfies Commands,
  questions: {
    statement: {
      title: "Relevé",
      about: "Les lignes d’un compte dans la journée UTC d’une date, dans l’ordre du journal",
    },
    balance: {
      title: "Solde",
      about: "Les compteurs d’un compte après le dernier bloc d’une date ou d’avant",
    },
    accountHolds: {
      title: "Réservations d’un compte",
      about:
        "Les réservations depuis ou vers un compte, aussi dans un seul état, la plus récente " +
        "en tête",
    },
    payments: {
      title: "Paiements",
      about: "Les lignes comptabilisées sous un UETR, et ce qui en a été rendu",
    },
    movements: {
      title: "Mouvements",
      about:
        "Les lignes d’un compte sur une période, la plus récente en tête, avec les cumuls de " +
        "chaque sens",
    },
    entryLines: {
      title: "Lignes d’une écriture",
      about: "Les lignes comptabilisées sous une écriture, et ce qui en a été rendu",
    },
    paymentsAt: {
      title: "Paiements d’une journée",
      about:
        "Les lignes des comptes qu’une partie opère, dans la journée UTC d’une date, la plus " +
        "récente en tête",
    },
    accountList: {
      title: "Comptes",
      about: "Les comptes d’un propriétaire, ou qu’une partie opère, par numéro",
    },
    issuance: {
      title: "Émissions et retraits",
      about: "Ce qui a été émis et retiré d’un actif, le plus récent en tête",
    },
    holdsAt: {
      title: "Réservations",
      about:
        "Les réservations depuis ou vers les comptes qu’une partie opère, aussi dans un seul " +
        "état, la plus récente en tête",
    },
    orderList: {
      title: "Ordres",
      about:
        "Les ordres et l’état de leurs comptes, aussi ceux d’un seul compte, le plus récent " +
        "en tête",
    },
    cycleList: {
      title: "Cycles",
      about:
        "Les cycles de compensation, aussi d’un seul actif, avec ce qui y est dû, le plus " +
        "récent en tête",
    },
    memberList: {
      title: "Participants",
      about:
        "Qui peut devoir dans les cycles d’un actif, avec chacun de ses comptes ouverts " +
        "de cet actif",
    },
    quoteBoard: {
      title: "Cotations",
      about:
        "Les offres en vigueur, aussi celles qui reçoivent ou donnent un seul actif, la plus " +
        "récente en tête",
    },
  } satisfies Questions,
  entries: {
    mine: "Mon argent",
    "mine.about":
      "Voyez ce que vous avez, payez par un code, demandez un paiement, gardez la preuve.",
    bank: "Guichet",
  },
  refusals: {
    id_too_old: "L’identifiant date de plus de sept jours : rien ne peut plus venir sous lui.",
    id_in_future: "L’identifiant est d’un moment qui n’est pas encore venu.",
    entry_exists: "Cette écriture est déjà comptabilisée.",
    entry_mismatch: "Une autre écriture a été comptabilisée sous cet identifiant.",
    uetr_exists: "Un paiement portant cet UETR est déjà comptabilisé.",
    same_account: "Débit et crédit sont un seul compte.",
    unknown_account: "Ce compte n’existe pas.",
    asset_mismatch: "Les comptes sont d’actifs différents.",
    asset_paused: "L’actif est suspendu par son émetteur ou par le contrôle.",
    account_closed: "Le compte est clos.",
    account_blocked: "Le compte est bloqué.",
    consent_invalid: "La personne à qui appartient ce portefeuille n’a pas signé cette ligne.",
    allowance_exceeded: "L’autorisation de débit ne suffit pas.",
    counterparty_not_allowed: "La politique de l’actif refuse les paiements entre ces catégories.",
    frozen_amount: "Une trop grande part du solde est gelée.",
    insufficient_funds: "Le compte n’a pas assez à dépenser.",
    holding_limit: "Le compte ne peut pas détenir autant.",
    flow_limit: "Le compte ne peut pas dépenser autant en si peu de temps.",
    unknown_hold: "Cette réservation n’existe pas.",
    hold_not_open: "La réservation n’est pas ouverte.",
    hold_expired: "La réservation a expiré.",
    hold_too_early: "La réservation ne peut pas encore être payée.",
    hold_exceeds: "Le montant dépasse ce qui est réservé.",
    condition_unmet: "La condition de la réservation n’est pas remplie.",
    hold_exists: "Une réservation existe sous cet identifiant.",
    expiry_out_of_range: "Une réservation prend fin après son début et dans les 400 jours.",
    terms_mismatch: "Le règlement n’est pas celui qui a été convenu.",
    order_missing: "Aucun ordre de ce genre n’est en vigueur pour ce compte.",
    order_expired: "L’ordre a expiré.",
    order_exceeded: "L’ordre ne couvre pas autant.",
    unknown_asset: "Cet actif n’existe pas.",
    asset_exists: "Un actif de ce nom existe.",
    policy_invalid: "La politique se contredit.",
    account_exists: "Un compte de ce numéro existe.",
    account_not_empty:
      "Le compte a un solde, une opération est en attente, ou un cycle n’est pas terminé.",
    limit_in_use: "Le plafond est inférieur à ce qui est utilisé.",
    approvals_insufficient: "Trop peu de personnes différentes ont signé.",
    unknown_entry: "Aucune ligne d’écriture de ce genre dans les sept derniers jours.",
    already_returned: "Cette ligne a été entièrement restituée.",
    return_exceeds: "Il reste moins à restituer sur cette ligne.",
    unknown_quote: "Cette cotation n’existe pas.",
    quote_expired: "La cotation a expiré.",
    price_moved: "La cotation donne moins que demandé.",
    unknown_cycle: "Ce cycle n’existe pas.",
    cycle_state: "Le cycle n’est pas dans l’état requis.",
    not_the_participant: "Seul un participant du cycle peut le faire.",
    net_debit_cap: "Le participant devrait plus qu’il ne le peut.",
    not_funded: "Ceux qui doivent n’ont pas tous alimenté leur position.",
    position_mismatch: "Le montant n’est pas ce que doit la position.",
    deadline_open: "Le délai d’alimentation n’est pas échu.",
    round_limit: "Un cycle est recalculé trois fois au plus.",
    unknown_item: "Cette pièce n’existe pas.",
    item_exists: "Une pièce de ce nom existe.",
    item_frozen: "La pièce est gelée.",
  },
  names,
} as const
