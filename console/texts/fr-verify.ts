/** French: the verify page, and the components that it shares with the console. */
import type { verifyTexts as english } from "./en-verify.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const verifyTexts: Translation<typeof english> = {
  "theme.auto": "Thème : comme le système. Passer au clair",
  "theme.light": "Thème : clair. Passer au sombre",
  "theme.dark": "Thème : sombre. Passer à celui du système",
  language: "Langue",
  skip: "Aller au contenu",

  "steps.position": "étape {position} sur {total}, {state}",
  "steps.passed": "réussie",
  "steps.failed": "échouée",
  "steps.running": "en cours",
  "steps.waiting": "en attente",
  "steps.figures": "Valeurs",

  "verify.title": "Est-ce vrai ?",
  "verify.lead":
    "Confiez un document à cette page. Elle dit s’il est tel que son émetteur l’a enregistré.",
  "verify.page": "Vérifier – concordat",
  "verify.drop": "Déposez un document ici",
  "verify.another": "Déposez un autre document",
  "verify.choose": "Choisir des fichiers",
  "verify.note": "Un PDF portant sa preuve, ou tout fichier accompagné de son fichier .evidence.",
  "verify.private": "Rien ne quitte cet appareil : le fichier est lu et jugé ici.",
  "verify.ready": "Prêt à fonctionner sans réseau.",
  "verify.preparing": "Préparation au fonctionnement sans réseau…",
  "verify.judging": "Vérification de {name}…",
  "verify.unread": "Ce fichier n’a pas pu être lu.",
  "verify.unreadNext": "Choisissez-le à nouveau, ou demandez-en une autre copie.",
  "verify.waiting": "Ceci est la preuve d’un document. Ajoutez maintenant le document lui-même.",
  "verify.waitingNext":
    "Déposez le fichier auquel cette preuve appartient ; les deux sont jugés ensemble.",
  "verify.onlyAnchor": "L’ancre a été ajoutée. Choisissez maintenant ce qu’il faut vérifier.",
  "verify.console": "Vers le registre",

  "verdict.file": "{name}",
  "verdict.asOf": "À l’état du {time}",
  "verdict.grade": "Niveau {grade}",
  "verdict.gradeA":
    "Niveau A : {count, plural, one {# organisation s’en porte garante} other {# organisations " +
    "s’en portent garantes}}",
  "verdict.gradeB": "Niveau B : une seule organisation",
  "verdict.gradeC": "Niveau C : un registre de développement",
  "verdict.chain": "Registre {chain}, bloc {height}",
  "verdict.found":
    "{count, plural, one {# preuve trouvée} other {# preuves trouvées}} ; celle qui convient " +
    "compte",
  "verdict.answers": "Six questions",
  "verdict.yes": "Oui",
  "verdict.no": "Non",
  "verdict.unknown": "Inconnu",
  "verdict.next": "Ensuite : {step}",
  "verdict.why": "Pourquoi",
  "verdict.whyNote": "Ce qui a été vérifié sur cet appareil, dans l’ordre.",
  "verdict.record": "Ce qui a été enregistré",
  "verdict.compare": "Comparez ces champs avec ce que vous voyez dans le document.",
  "verdict.noFields": "Aucun champ en dehors du fichier lui-même.",
  "verdict.fingerprint": "SHA-256 du fichier, tel qu’enregistré",
  "verdict.issuer": "Émetteur",
  "verdict.class": "Classe",
  "verdict.handle": "Référence",
  "verdict.technical": "Noms dans le registre",
  "verdict.print": "Imprimer un rapport",
  "verdict.save": "Enregistrer la preuve",
  "verdict.open": "Ouvrir sa page",
  "verdict.bundleValid": "Prouvé par le registre.",
  "verdict.bundleDevelopment":
    "Prouvé par un registre de développement : sans valeur pour des tiers.",
  "verdict.bundleInvalid": "Non prouvé.",
  "verdict.proves": "Ce qu’elle prouve",
  "verdict.changedRegion": "La partie enregistrée s’arrête avant l’octet {at}.",
  "verdict.anchorNewer":
    "Cet appareil fait confiance au registre depuis un moment postérieur à cette preuve.",
  "verdict.anchorAsk": "Demander le bloc {height} à ce registre",
  "verdict.anchorNote": "Seul le numéro du bloc est envoyé, rien du fichier.",
  "verdict.anchorFailed": "Ce registre n’a pas ce bloc, ou ne répond pas.",

  "standing.title": "Quelque chose a-t-il changé depuis ?",
  "standing.note":
    "La preuve indique le statut de son jour. La référence du document est envoyée, rien d’autre.",
  "standing.ask": "Demander le statut d’aujourd’hui",
  "standing.unknown": "Ce registre ne connaît pas le document.",
  "standing.offline": "Aucune réponse : vous êtes hors ligne, ou le registre l’est.",

  "report.title": "Rapport de vérification",
  "report.file": "Fichier",
  "report.bytes": "{bytes} octets",
  "report.digest": "SHA-256",
  "report.checked": "Vérifié",
  "report.ledger": "Registre",
  "report.anchor": "Jugé d’après l’ancre du bloc {height}",
  "report.none": "inconnu",
  "report.claims": "Ce que prouve la preuve",
  "report.how": "Comment contrôler ce rapport",
  "report.how.open":
    "Ouvrez {address}, ou la page de vérification d’un autre registre de ce genre, ou exécutez : " +
    "{command}",
  "report.how.give": "Donnez-lui le fichier avec sa preuve. La page juge d’elle-même, sans réseau.",
  "report.how.compare":
    "Comparez l’empreinte SHA-256 et l’ancre à celles ci-dessus, et l’ancre à une source de " +
    "confiance.",

  "trust.title": "Ce à quoi cet appareil fait confiance",
  "trust.none": "Aucun registre pour l’instant.",
  "trust.noneNext":
    "Sans ancre, rien ne peut être prouvé. Ajoutez-en une depuis un fichier d’une personne de " +
    "confiance.",
  "trust.since": "Vous faites confiance à {chain} depuis le {time}.",
  "trust.contact": "Ses ancres proviennent du registre qui sert cette page, au premier contact.",
  "trust.file": "Sa première ancre provient d’un fichier que vous avez choisi.",
  "trust.development": "Registre de développement : sans valeur de preuve pour des tiers.",
  "trust.blocks": "{count, plural, one {# ancre} other {# ancres}}, blocs {first} à {last}",
  "trust.block": "1 ancre, bloc {first}",
  "trust.forget": "Retirer la confiance",
  "trust.add": "Ajouter une ancre depuis un fichier",
  "trust.what":
    "Une ancre est un en-tête de bloc auquel vous faites confiance. La preuve part d’elle, " +
    "jamais du dossier de preuve.",

  "limits.title": "Ce qu’un verdict ne dit pas",
  "limits.said": "Le registre montre qui l’a dit et quand, non que cela soit vrai.",
  "limits.copied":
    "Un code authentique peut être copié sur une feuille falsifiée : comparez les champs.",
  "limits.old": "Un statut est aussi ancien que le bloc qui le prouve.",

  "step.form": "Lisible",
  "step.ledger": "Le registre de confiance",
  "step.path": "Depuis votre ancre",
  "step.commit": "Signatures",
  "step.roots": "État et journal",
  "step.claims": "Ce qu’elle affirme",
  "step.receipts": "Reçus",
}
