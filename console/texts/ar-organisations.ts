/** Arabic: organisations, their functions, keys and rights. */
import type { organisationsTexts as english } from "./en-organisations.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const organisationsTexts: Translation<typeof english> = {
  "organisations.title": "المؤسسات",
  "organisations.intro": "من يمسك هذا السجل معًا، ومن يحق له الاطلاع عليه.",
  "organisations.empty": "لا مؤسسة مقيّدة.",
  "organisations.organisation": "المؤسسة",
  "organisations.name": "الاسم",
  "organisations.class": "الفئة",
  "organisations.status": "الوضع",
  "organisations.principals": "الوظائف",
  "organisations.since": "منذ",
  "organisations.register": "كجدول",

  "organisation.facts": "في القيد",
  "organisation.threshold": "يقرر عنها",
  "organisation.thresholdOf": "{need} من {have} مديرين",
  "organisation.page": "الصفحة",
  "organisation.changed": "آخر تغيير",
  "organisation.reason": "السبب",
  "organisation.principals": "من يتصرف باسمها",
  "organisation.noPrincipals": "لا أحد بعد.",
  "organisation.administrator": "مدير",
  "organisation.unknown": "{party} غير مقيّدة كما في الكتلة {height}.",

  "principal.kind": "النوع",
  "principal.of": "يتصرف باسم",

  "keys.title": "المفاتيح",
  "keys.none": "لا مفاتيح خاصة.",

  "rights.title": "الصلاحيات",
  "rights.none": "لا صلاحيات.",
  "rights.role": "الصلاحية",
  "rights.scope": "بشأن",
  "rights.everywhere": "كل شيء",
  "rights.grantor": "مانحها",
  "rights.until": "حتى",
  "rights.status": "الوضع",
}
