/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const fr = {
  about: "Les organisations, leurs fonctions, leurs clés et leurs droits",
  events: {
    organisation_admitted: "{organisation} a été invitée en tant que {class}.",
    organisation_activated: "{organisation} a rejoint le consortium.",
    organisation_suspended: "{organisation} a été suspendue : {reason}.",
    organisation_reinstated: "{organisation} a été rétablie : {reason}.",
    organisation_removed: "{organisation} a été exclue définitivement : {reason}.",
    organisation_updated: "{organisation} a modifié ce que l’on sait d’elle.",
    administrators_reset: "{organisation} a reçu de nouveaux administrateurs.",
    administrators_short: "{organisation} a {have} des {need} administrateurs dont elle a besoin.",
    principal_added: "{principal} peut agir désormais.",
    principal_suspended: "{principal} a été suspendue.",
    principal_reinstated: "{principal} a été rétablie.",
    principal_retired: "{principal} a cessé ses fonctions.",
    key_added: "{holder} a une nouvelle clé, usage : {purpose}.",
    key_rotated: "{holder} a remplacé la clé {old}.",
    key_revoked: "La clé {key} de {holder} a été révoquée.",
    grant_given: "{grantor} a accordé à {holder} le droit {role}.",
    grant_revoked: "{holder} a perdu le droit {role}.",
  } satisfies Events,
  commands: {
    admit: "Inviter {organisation} en tant que {class}",
    activate: "Rejoindre le consortium",
    suspend: "Suspendre {organisation} : {reason}",
    reinstate: "Rétablir {organisation}",
    update: "Modifier ce que l’on sait de sa propre organisation",
    resetAdministrators: "Donner de nouveaux administrateurs à {organisation}",
    addPrincipal: "Permettre à {name} d’agir",
    suspendPrincipal: "Suspendre {name}",
    reinstatePrincipal: "Rétablir {name}",
    retirePrincipal: "Mettre fin aux fonctions de {name}",
    addKey: "Donner une clé à {holder}, usage : {purpose}",
    rotateKey: "Remplacer la clé {old}",
    revokeKey: "Révoquer la clé {key}",
    grantOrganisation: "Accorder à {organisation} le droit {role}",
    revokeOrganisation: "Retirer à {organisation} le droit {role}",
    grant: "Accorder à {holder} le droit {role}",
    revokeGrant: "Retirer à {holder} le droit {role}",
  } satisfies Commands,
  acts: {
    admit:
      "Inviter une organisation ; elle devient active quand ses propres administrateurs acceptent.",
    activate:
      "Accepter l’invitation : les signatures des administrateurs prouvent qu’ils détiennent " +
      "leurs clés.",
    suspend:
      "Arrêter les commandes d’une organisation ; ses preuves, reçus et validateurs demeurent.",
    reinstate: "Permettre à une organisation suspendue d’agir à nouveau.",
    update: "Modifier le nom, la page ou les signatures qui décident pour une organisation.",
    resetAdministrators:
      "Donner de nouveaux administrateurs à une organisation qui a perdu les siens ; les anciens " +
      "perdent le droit.",
    addPrincipal:
      "Ajouter la fonction d’une personne, un programme ou un nœud à l’organisation appelante.",
    suspendPrincipal:
      "Arrêter une fonction sur-le-champ : ses clés ne signent plus jusqu’à son rétablissement.",
    reinstatePrincipal: "Permettre à une fonction suspendue de signer à nouveau.",
    retirePrincipal: "Mettre fin définitivement à une fonction ; ce qu’elle a signé reste valable.",
    addKey: "Inscrire une clé pour l’organisation appelante ou l’une de ses fonctions.",
    rotateKey:
      "Remplacer une clé par une nouvelle ; les deux valent jusqu’à la fin du chevauchement.",
    revokeKey:
      "Mettre fin définitivement à une clé ; indiquer depuis quand elle a pu être en de " +
      "mauvaises mains.",
    grantOrganisation:
      "Donner à une organisation le rôle d’un service, partout ou dans un périmètre.",
    revokeOrganisation:
      "Retirer un rôle à une organisation ; toutes les habilitations qui en dépendent prennent " +
      "fin.",
    grant:
      "Donner un droit à une fonction ; le titulaire d’un droit délégable peut le transmettre " +
      "une fois.",
    revokeGrant:
      "Retirer un droit à une fonction ; celui de son propre délégataire prend fin avec lui.",
  } satisfies Commands,
  questions: {
    endingKeys: {
      title: "Clés arrivant à terme",
      about: "Les clés en vigueur qui prennent fin avant une date, la première à finir en tête",
    },
    rights: {
      title: "Droits accordés",
      about:
        "Toutes les habilitations d’une organisation et de ses fonctions, par titulaire et rôle",
    },
  } satisfies Questions,
  entries: {},
  refusals: {
    key_malformed: "Ce n’est pas une clé COSE canonique de l’algorithme indiqué.",
    name_malformed:
      "Un nom compte de 1 à 31 caractères parmi a-z, 0-9 et - ; celui d’une organisation est " +
      "sans barre oblique.",
  },
  names,
} as const
