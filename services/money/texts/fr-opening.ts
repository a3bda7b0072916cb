/** French: opening cycles and accounts, what is owed in a cycle, limits. */
import type { openingTexts as english } from "./en-opening.ts"

/** The messages by key. */
export const openingTexts: Readonly<Record<keyof typeof english, string>> = {
  "cycle.next": "La suite",
  "cycle.went": "Son déroulement",
  "cycle.waits": "Rien n’attend {who} pour l’instant.",
  "cycle.writes": "{who} consigne ci-dessous ce qu’il doit.",
  "cycle.from": "Réservé sur",
  "cycle.why.closeCycle":
    "Ensuite, plus rien ne peut être consigné ; chacun doit, ou reçoit, la différence.",
  "cycle.why.fundPosition": "Une seule réservation le bloque jusqu’au paiement du cycle.",
  "cycle.why.settleCycles":
    "Toutes les réservations sont prises et tous sont payés, dans un seul bloc ou pas du tout. " +
    "Ouvert à tous.",
  "cycle.why.excludeUnfunded":
    "Ce qu’ils doivent et ce qui leur est dû se règle de nouveau deux à deux ; le reste est " +
    "recalculé.",
  "cycle.why.abandonCycle":
    "Les réservations sont libérées ; ce qui est dû se règle de nouveau deux à deux.",

  "steps.write": "Consigner ce qui est dû",
  "steps.wrote": "Consigné par {count} des {of} participants : {amount} en tout.",
  "steps.close": "Clore",
  "steps.closes": "{operator} le clôt.",
  "steps.fund": "Alimenter",
  "steps.fundLater": "Qui doit plus qu’on ne lui doit réserve la différence.",
  "steps.funds": "Jusqu’au {until} : {who}.",
  "steps.late": "Le délai est passé. N’importe qui peut exclure {who}.",
  "steps.pay": "Tout payer en une fois",
  "steps.pays": "N’importe qui le peut, une fois tout alimenté.",

  "owed.title": "Consigner ce que doit {who}",
  "owed.note": "Consigné de nouveau, cela remplace ce qui précède. Champ vide : rien n’est dû.",
  "owed.to": "À {to}",
  "owed.sum": "En tout",
  "owed.act": "Devoir {amount} en tout",
  "owed.done": "Consigné : {amount} en tout.",
  "owed.drop": "Déposez un tableau de dettes (CSV).",
  "owed.form":
    "Une ligne par dette : de, à, montant. Seules celles de {from} sont prises ; rien n’est " +
    "encore envoyé.",
  "owed.add": "Ajouter un créancier",
  "owed.same": "Rien ne diffère de ce qui est déjà consigné.",
  "owed.taken": "{name} : {count, plural, one {# créancier rempli} other {# créanciers remplis}}.",
  "owed.others":
    "{count, plural, one {# ligne d’autrui laissée} other {# lignes d’autrui laissées}} de côté.",
  "owed.fault.form": "Ligne {line} : ni de, à, montant, ni à, montant.",
  "owed.fault.amount": "Ligne {line} : ce n’est pas un montant. Écrivez 1250.00, sans milliers.",
  "owed.fault.stranger": "Ligne {line} : le créancier n’est pas un autre participant de ce cycle.",
  "owed.faults":
    "{count, plural, one {# autre ligne n’a pas été prise} other {# autres lignes n’ont pas " +
    "été prises}}.",
  "owed.above": "{amount} au-dessus du plafond : ce serait refusé.",
  "owed.left": "{amount} de plus peuvent être dus.",

  "party.unknown": "Cette organisation n’est pas au registre.",
  "party.offered": "Une organisation du registre, ou une fonction en son sein : ann, ann/phone.",
  "cap.title": "Fixer un plafond",
  "cap.note": "Ce qui est déjà dû le reste, même au-delà.",
  "cap.act": "Laisser {who} devoir au plus {amount}",
  "cap.done": "{who} peut devoir au plus {amount}.",
  "cap.now": "Actuellement : au plus {cap}, et {owes} sont dus.",
  "members.title": "Participants",
  "members.account": "Payé sur",
  "members.of": "Compte de {who}",
  "members.none": "Personne n’a à la fois un plafond et un compte de cet actif.",
  "members.few": "Un cycle demande au moins deux participants.",
  "open.page": "Ouvrir un cycle",
  "open.intro":
    "Les participants consignent ce qu’ils doivent et ne paient que ce qui reste entre tous.",
  "open.caps": "Plafonds",
  "open.noAccount": "Un cycle se paie par un compte de votre organisation, et il n’y en a pas.",
  "open.account": "Payé par",
  "open.within": "Délai d’alimentation après la clôture",
  "open.act": "L’ouvrir à {count} participants",
  "open.done": "Le cycle est ouvert à {count} participants.",
  "open.see": "Aller au cycle",

  "span.seconds": "{count, plural, one {# seconde} other {# secondes}}",
  "span.minutes": "{count, plural, one {# minute} other {# minutes}}",
  "span.hours": "{count, plural, one {# heure} other {# heures}}",
  "span.days": "{count, plural, one {# jour} other {# jours}}",
  "tier.label": "Niveau",
  "tier.none": "Cet actif n’a pas de niveaux : seule la limite propre au compte le lie.",
  "tier.is": "{tier} : {limits}",
  "tier.free": "sans limites",
  "tier.holds": "détient au plus {amount}",
  "tier.spends": "dépense au plus {amount} en {span}",
  "signs.nobody": "Ce registre ne signe pour aucun d’eux : signez séparément.",

  "new.intro": "La banque le tient ; il appartient à son titulaire, qui signe aussi.",
  "new.title": "Un nouveau compte",
  "new.note": "Son numéro est créé ici. Ses limites propres se fixent une fois ouvert.",
  "new.act": "L’ouvrir pour {owner}",
  "new.done": "Le compte {number} de {owner} est ouvert.",
  "new.see": "Aller au compte",
  "new.signs": "{owner} est d’une autre organisation et signe qu’il veut ce compte.",
  "new.unsigned": "Personne ne signe encore pour {owner}.",
  "limits.page": "Limites de {number}",
  "limits.intro": "Ce qu’il peut détenir et devoir, d’où vient son argent et où il va.",
  "limits.bound": "Une limite propre",
  "limits.boundNote": "À la place de celle de son niveau.",
  "limits.none": "pas de limite propre",
  "limits.nowhere": "nulle part",
  "limits.sweep": "L’excédent va vers",
  "limits.source": "Ce qui manque vient de",
  "limits.left": "Jusqu’à",
  "limits.scheme": "Le crédit est accordé par le système : quelqu’un du système signe aussi.",
  "limits.owner": "{owner} signe que l’argent peut être prélevé.",
  "limits.act": "Fixer ces limites",
  "limits.done": "Les limites de {number} sont fixées.",
}
