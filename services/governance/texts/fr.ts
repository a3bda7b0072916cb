/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const fr = {
  about:
    "Comment les membres décident : constitution, propositions, suffrages, gels, mises à niveau",
  events: {
    proposal_opened: "{proposer} a proposé : {title}.",
    ballot_cast: "{organisation} a voté {choice}.",
    proposal_accepted: "Une proposition a été acceptée ; elle est exécutable le {due}.",
    proposal_executed: "Une proposition a été exécutée.",
    proposal_ended: "Issue d’une proposition : {state}.",
    proposal_held: "{by} a mis une proposition en attente : {reason}.",
    constitution_set: "La constitution {version} est en vigueur.",
    parameter_set: "{name} de {module} a été réglé.",
    module_set: "{module} a été activé ou désactivé.",
    scope_frozen: "{scope} a été gelé : {reason}.",
    scope_unfrozen: "{by} a levé le gel de {scope}.",
    upgrade_scheduled: "La mise à niveau {name} est prévue au bloc {height}.",
    upgrade_cancelled: "La mise à niveau {name} a été annulée.",
    ready_signalled: "{organisation} est prête pour la mise à niveau {name}.",
    upgrade_lapsed: "La mise à niveau {name} est caduque : {have} sur {of} étaient prêtes.",
    upgrade_done: "La mise à niveau {name} a eu lieu au bloc {height}.",
    recovered: "{newChain} reprend à partir du bloc {height} de {oldChain}.",
    recovery_accepted: "La reprise {number} a été reconnue.",
  } satisfies Events,
  commands: {
    propose: "Proposer : {title}",
    vote: "Voter {choice}",
    withdraw: "Retirer une proposition",
    execute: "Exécuter une proposition",
    hold: "Mettre une proposition en attente : {reason}",
    close: "Consigner ce qui a été décidé",
    freeze: "Geler {scope} : {reason}",
    unfreeze: "Lever le gel de {scope}",
    signalReady: "Annoncer que sa propre organisation est prête pour {name}",
  } satisfies Commands,
  acts: {
    propose: "Proposer des actions dont les membres décident ensemble.",
    vote: "Donner le suffrage de sa propre organisation ; un suffrage ultérieur le remplace.",
    withdraw: "Retirer une proposition de sa propre organisation tant qu’elle est ouverte.",
    execute: "Exécuter une proposition acceptée, une fois échu le délai d’objection.",
    hold: "Différer une fois l’exécution d’une proposition, en tant qu’autorité de contrôle.",
    close: "Consigner ce que le temps, ou le départ de membres, a décidé d’une proposition.",
    freeze:
      "Arrêter un service, une commande, un actif, un canal ou une organisation pour quelques " +
      "heures.",
    unfreeze:
      "Lever un gel avant terme : les administrateurs de plus de la moitié des membres signent.",
    signalReady: "Annoncer que sa propre organisation est prête pour la mise à niveau prévue.",
  } satisfies Commands,
  questions: {
    openProposals: {
      title: "Propositions en cours",
      about:
        "Les propositions soumises au vote ou en attente d’exécution, la première à clore en tête",
    },
    awaitedVotes: {
      title: "Votes attendus",
      about:
        "Les propositions en cours sur lesquelles une organisation peut voter et ne l’a pas " +
        "fait, la première à clore en tête",
    },
  } satisfies Questions,
  entries: {
    decisions: "Décisions",
  },
  refusals: {},
  names,
} as const
