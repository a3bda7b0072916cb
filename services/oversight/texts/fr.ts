/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service. */
export const fr = {
  about: "Ordres des autorités de contrôle et des auditeurs, et consultations prouvables",
  events: {
    order_recorded: "{authority} a consigné un ordre visant {subject} : {kind}.",
    order_lifted: "{authority} a levé l’ordre {order} visant {subject}.",
    access_requested: "{authority} a demandé une consultation à {subject} : {purpose}.",
    access_disclosed:
      "{subject} a communiqué ce que {authority} demandait par la consultation {access}.",
    access_refused: "{subject} a refusé la consultation {access} de {authority} : {reason}.",
  } satisfies Events,
  commands: {
    recordOrder: "Consigner un ordre visant {subject} : {kind}",
    liftOrder: "Lever l’ordre {order} visant {subject}",
    requestAccess: "Demander une consultation à {subject} : {purpose}",
    answerAccess: "Répondre à la consultation {access}",
  } satisfies Commands,
  acts: {
    recordOrder:
      "Consigner un ordre visant une organisation : sa nature, son objet, jusqu’à quand il vaut.",
    liftOrder:
      "Lever son propre ordre : plus rien n’est consulté ni conservé en vertu de celui-ci.",
    requestAccess:
      "Demander à une organisation ce qu’elle détient, pour un usage déclaré, en vertu d’un ordre.",
    answerAccess:
      "Répondre à une consultation : l’empreinte de ce qui est communiqué, ou le motif du refus.",
  } satisfies Commands,
  questions: {
    lookups: {
      title: "Consultations",
      about:
        "Qui a consulté quoi d’une organisation, quand et en vertu de quel ordre : la plus " +
        "récente en tête",
    },
    inbox: {
      title: "Consultations en attente",
      about:
        "Les consultations qui attendent la réponse d’une organisation, celle qui expire la " +
        "première en tête",
    },
    asking: {
      title: "Consultations demandées",
      about: "Les consultations d’une autorité avec leurs réponses, par organisation",
    },
    ordersOver: {
      title: "Ordres reçus",
      about: "Les ordres visant une organisation, le plus récent en tête",
    },
  } satisfies Questions,
  entries: {},
  refusals: {
    unknown_order: "Il n’y a pas de tel ordre visant cette organisation.",
    unknown_access: "Il n’y a pas de telle consultation auprès de cette organisation.",
    order_not_in_force: "Aucun ordre de ce numéro n’est en vigueur pour sa propre autorité.",
    beyond_the_order: "La consultation va au-delà de son ordre.",
    access_ended: "Le délai pour répondre à cette consultation est écoulé.",
  },
  names,
} as const
