/** Arabic: the reference of addresses, for programs. */
import type { referenceTexts as english } from "./en-reference.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const referenceTexts: Translation<typeof english> = {
  "reference.title": "للبرامج",
  "reference.intro": "جميع عناوين بوابة هذه العقدة كما تصفها بنفسها. كل ما كُتب هنا يُجاب عنه.",
  "reference.document": "الوصف الكامل، OpenAPI 3.1",
  "reference.find": "البحث عن عنوان",
  "reference.none": "لا يوجد عنوان يضم كل هذه الكلمات.",
  "reference.whom": "لمن",
  "reference.open": "متاح للجميع هنا",
  "reference.guarded": "لمن لديه رمز دخول أو جلسة",
  "reference.parameter": "{name} ({place})",
  "reference.takes": "يتلقى",
  "reference.gives": "يجيب",
  "reference.refusals": "حالات الرفض، الحالة {status}",
  "reference.ask": "اسأل الآن",
}
