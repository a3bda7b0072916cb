/** Arabic: search, and the list of codes. */
import type { searchTexts as english } from "./en-search.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const searchTexts: Translation<typeof english> = {
  "search.title": "بحث",
  "search.for": "بحث: {text}",
  "search.what":
    "ارتفاع كتلة، أو معاملة، أو أي بصمة أو معرّف، أو رقم حساب، أو مؤسسة أو وظيفة، أو " +
    "كلمات من اسم، أو أمر، أو جدول، أو رمز.",
  "search.found": "النتائج",
  "search.nothing": "غير موجود في هذا السجل حتى الكتلة {height}.",
  "search.nothingNote": "جرى البحث عنه بوصفه: {kinds}.",
  "search.notKnown": "لا شيء هنا بهذا الاسم، وليست له صيغة يمكن السؤال عنها.",
  "search.kind.block": "كتلة",
  "search.kind.transaction": "معاملة",
  "search.kind.event": "حدث",
  "search.kind.row": "{table} في {service}",
  "search.kind.organisation": "مؤسسة",
  "search.kind.principal": "وظيفة في مؤسسة",
  "search.kind.service": "خدمة",
  "search.kind.command": "أمر من {service}",
  "search.kind.table": "جدول من {service}",
  "search.kind.code": "رمز",
  "search.kind.page": "صفحة",

  "codes.title": "الرمز {code}",
  "codes.unknown": "لا يوجد رمز {code}.",
  "codes.unknownNote": "الرموز قائمة مغلقة؛ ربما يعرفه إصدار أحدث.",
  "codes.sentence": "ما يقوله",
  "codes.next": "ما العمل",
  "codes.kind": "النوع",
  "codes.status": "حالة HTTP",
  "codes.noStatus": "لا شيء: ليس جوابًا عبر HTTP أبدًا.",
  "codes.exit": "رمز الخروج",
  "codes.of": "من الخدمة",
  "codes.platform": "من المنصة: هو نفسه في كل مكان",
  "codes.kind.invalid": "المدخلات خاطئة في ذاتها؛ لم تُنفّذ قط.",
  "codes.kind.refusal": "رفضت القواعد؛ لم يتغير شيء.",
  "codes.kind.operating": "لم يُتخذ قرار؛ يمكن إعادة المحاولة نفسها.",
  "codes.kind.verdict": "وجد المتحقق أن الدليل لا يثبت ذلك.",
  "codes.kind.bug": "فشل تأكيد داخل البرنامج؛ توقفت العقدة قبل أن تكتب.",
}
