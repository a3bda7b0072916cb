/** Arabic: what waits for whoever looks. */
import type { inboxTexts as english } from "./en-inbox.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const inboxTexts: Translation<typeof english> = {
  "inbox.title": "الوارد",
  "inbox.acting": "ما ينتظر {party} التي تتصرفون بصفتها، ومؤسستها.",
  "inbox.session": "ما ينتظر {party} التي دخلتم باسمها، ومؤسستكم.",
  "inbox.chosen": "ما ينتظر {party}. أنتم تطّلعون فقط: لم يدخل أحد هنا.",
  "inbox.nobody": "ما ينتظر مؤسسة: أصوات، ومفاتيح تنتهي، وترقيات.",
  "inbox.choose": "لم يدخل أحد هنا. اختاروا المؤسسة التي تطّلعون من أجلها.",
  "inbox.mine": "من أجل",
  "inbox.none": "اختيار",
  "inbox.empty": "لا شيء ينتظر {party}: لا صوت، ولا شيء للتنفيذ، ولا مفتاح ينتهي قريبًا.",
  "inbox.what": "الأمر",
  "inbox.kind": "المطلوب",
  "inbox.left": "الوقت الباقي",
  "inbox.by": "حتى",
  "inbox.noEnd": "بلا نهاية",
}
