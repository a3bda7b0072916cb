/** French: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import type { commands, events } from "./en.ts"
import { names } from "./fr-names.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const fr = {
  about: "Des documents qui prouvent leur émetteur, leur intégrité et leur statut",
  events: {
    class_set: "{owner} a défini la classe {class}, version {version}.",
    statement_registered:
      "{issuer} a enregistré {count, plural, one {# document} other {# documents}} de classe " +
      "{class}.",
    status_changed: "{issuer} a fait passer un document de classe {class} à l’état {state}.",
    document_superseded: "{issuer} a remplacé un document de classe {class}.",
    documents_disposed: "{issuer} a éliminé des documents dont la durée était échue.",
  } satisfies Events,
  commands: {
    setClass: "Définir la classe {class}",
    register: "Enregistrer une déclaration cachetée",
    supersede: "Remplacer un document",
    suspend: "Suspendre un document",
    reinstate: "Rétablir un document",
    revoke: "Révoquer un document : {reason}",
    dispose: "Éliminer des documents",
  } satisfies Commands,
  acts: {
    setClass: "Définir une classe de documents, ou lui donner sa version suivante.",
    register:
      "Enregistrer une déclaration cachetée sur un document, ou sur un lot de 1 000 000 au plus.",
    supersede:
      "Mettre un document plus récent du même émetteur et de la même classe à la place d’un " +
      "ancien.",
    suspend: "Suspendre un document ou une déclaration entière jusqu’à une date.",
    reinstate: "Mettre fin avant terme à la suspension d’un document ou d’une déclaration.",
    revoke: "Révoquer définitivement un document ou une déclaration entière.",
    dispose:
      "Consigner la destruction, avec son procès-verbal, de documents dont la conservation est " +
      "échue.",
  } satisfies Commands,
  questions: {
    documents: {
      title: "Documents enregistrés",
      about: "Ce qui a été enregistré, par qui, et son statut actuel, le plus récent en tête",
    },
    expiring: {
      title: "Déclarations arrivant à terme",
      about:
        "Les déclarations d’un émetteur qui prennent fin avant une date, la première à finir " +
        "en tête",
    },
    disposalDue: {
      title: "Documents à éliminer",
      about: "Les documents d’un émetteur dont la conservation est échue à une date, par référence",
    },
  } satisfies Questions,
  entries: {
    register: "Enregistrer",
    "register.about":
      "Déposez un fichier : seule son empreinte salée est enregistrée, le fichier reste ici.",
    documents: "Documents",
  },
  refusals: {
    unknown_class: "Cette classe de documents n’existe pas.",
    class_closed: "Cette classe n’accepte pas d’enregistrement.",
    stale_version: "La classe a changé entre-temps ; la version suivante est attendue.",
    statement_malformed: "Ce n’est pas une déclaration dans la seule forme qui est enregistrée.",
    statement_issuer_mismatch: "La déclaration ou son cachet n’est pas du service appelant.",
    already_registered: "Cette déclaration est déjà enregistrée.",
    handle_taken: "Ce service a déjà enregistré un document sous cette référence.",
    unknown_statement: "Cette déclaration n’existe pas.",
    unknown_item: "La déclaration n’a pas de document de ce numéro.",
    not_the_issuer: "Seul le service qui a émis un document peut changer son statut.",
    proof_missing: "Un document d’un lot a besoin de son chemin jusqu’à la racine du lot.",
    already_revoked: "Ceci est déjà révoqué.",
    reason_refused: "Cette classe ne donne pas de motif : seul `unspecified` est accepté.",
    suspension_too_long: "Une suspension dure deux ans au plus.",
    replacement_invalid:
      "La nouvelle déclaration ne porte pas sur un seul document du même émetteur et de la même " +
      "classe.",
    retention_running: "Le document doit encore être conservé.",
    erasure_missing: "Le dossier du document n’a pas été effacé.",
  },
  names,
} as const
