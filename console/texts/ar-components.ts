/** Arabic: the components that pages of the console and screens of services are made of. */
import type { componentTexts as english } from "./en-components.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const componentTexts: Translation<typeof english> = {
  "countdown.days":
    "{count, plural, one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}",
  "countdown.over": "انقضى",

  "diff.before": "قبل",
  "diff.after": "بعد",
  "diff.equal":
    "{count, plural, one {حقل واحد} two {حقلان} few {# حقول} many {# حقلًا} other {# حقل}} دون " +
    "تغيير.",

  close: "إغلاق",
  copy: "نسخ",
  "copy.done": "تم النسخ",

  "answer.waiting": "جارٍ سؤال السجل…",
  "answer.old": "لا يجيب السجل الآن. هذا آخر ما أجاب به.",

  "list.filter": "تصفية",
  "list.filterAndOrder": "تصفية وترتيب",
  "list.emptyFiltered": "لا شيء يطابق المطلوب.",
  "list.remove": "إزالة",
  "list.upBy": "{field}: تصاعديًا",
  "list.downBy": "{field}: تنازليًا",
  "list.show": "عرض",
  "list.order": "الترتيب حسب",
  "list.asItComes": "ترتيب القائمة",
  "list.direction": "الاتجاه",
  "list.forward": "تصاعديًا",
  "list.reverse": "تنازليًا",
  "list.any": "أيّ كان",
  "list.day": "{label} (يوم، UTC)",
  "list.since": "من",
  "list.until": "إلى",
  "list.starting": "يجري إنشاء القاعدة التي ترتب القوائم: خلال ثوانٍ.",
  "list.startNote": "يشغّل قاعدة القراءة للعقدة: قاعدة بيانات بجانبها، مرة واحدة، خلال ثوانٍ.",

  "pager.label": "صفحات القائمة",
  "pager.first": "من البداية",
  "pager.next": "التالي",
  "json.show": "بصيغة JSON",

  "csv.save": "حفظ الكل بصيغة CSV",
  "csv.stop": "إيقاف",
  "csv.progress":
    "{count, plural, one {صف واحد} two {صفان} few {# صفوف} many {# صفًا} other {# صف}} حتى الآن…",
  "csv.done":
    "{count, plural, one {صف واحد} two {صفان} few {# صفوف} many {# صفًا} other {# صف}}، كما في " +
    "الكتلة {height}. تم الحفظ.",

  "problem.next": "ما العمل: {step}",
  "problem.administrator": "من يمكنه المساعدة: أحد مديري مؤسستكم.",
  "problem.operator": "من يمكنه المساعدة: مشغّل هذه العقدة.",
  "problem.request": "الطلب {id}",
  "problem.again": "السؤال مجددًا",

  "control.yes": "نعم",
  "control.no": "لا",
  "control.none": "لا شيء",
  "control.integer": "عدد صحيح من {min} إلى {max}",
  "control.text.to": "{max} حرفًا على الأكثر",
  "control.text.from": "من {min} إلى {max} حرفًا",
  "control.hex": "{count} محرفًا، من 0 إلى 9 ومن a إلى f",
  "control.hex.drop": "أو احسبوا بصمة ملف",
  "control.hex.choose": "اختيار ملف",
  "control.hex.note": "يبقى الملف على هذا الجهاز؛ لا تُدخل سوى بصمته SHA-256.",
  "control.bytes": "Base64url، ‏{max} بايتًا على الأكثر",
  "control.bytes.drop": "أو اقرؤوها من ملف",
  "control.bytes.choose": "اختيار ملف",
  "control.bytes.note": "يُرسل محتواه مع الأمر.",
  "control.bytes.size":
    "{count, plural, one {بايت واحد} two {بايتان} few {# بايتات} many {# بايتًا} other {# بايت}}",
  "control.bytes.copy": "نسخ بصيغة base64url",
  "control.party": "مؤسسة، أو مؤسسة/وظيفة",
  "control.time": "المنطقة الزمنية: {zone}",
  "control.optional": "اختياري: الإيقاف يعني لا شيء",
  "control.list": "من {min} إلى {max}",
  "control.list.add": "إضافة عنصر",
  "control.list.remove": "حذف العنصر {position}",
  "control.list.item": "{name}، {position}",
  "control.list.count":
    "{count, plural, one {عنصر واحد} two {عنصران} few {# عناصر} many {# عنصرًا} other {# عنصر}}",

  "hash.compare": "قارنوا بما أُبلغتم به",
  "hash.same": "مطابقة",
  "hash.differs": "غير مطابقة",
  "hash.progress": "قراءة الملف، {percent} %",

  "height.none": "لا سجل بعد",
  "height.current": "الكتلة {height}",
  "height.past": "كما في الكتلة {height}",
  "height.offline": "دون اتصال منذ الكتلة {height}",
  "height.halted": "متوقف عند الكتلة {height}",
  "height.quiet": "لا شيء منذ الكتلة {height}",

  "time.block": "الكتلة {height}",
  "timeline.block": "الكتلة {height}",
  "timeline.quiet":
    "{count, plural, one {يوم واحد بلا أحداث} two {يومان بلا أحداث} few {# أيام بلا أحداث} many " +
    "{# يومًا بلا أحداث} other {# يوم بلا أحداث}}",

  evidence: "الدليل",
  "evidence.holds": "مُثبَت.",
  "evidence.development": "مُثبَت بسجل تطوير: لا حجية له أمام الغير.",
  "evidence.fails": "غير مُثبَت.",
  "evidence.asOf": "كما في الكتلة {height}",
  "evidence.here": "جرى التحقق على هذا الجهاز",
  "evidence.proves": "ما يثبته",
  "evidence.steps": "خطوات التحقق",
  "evidence.save": "حفظ الدليل",
  "evidence.bytes":
    "{count, plural, one {بايت واحد} two {بايتان} few {# بايتات} many {# بايتًا} other {# بايت}}",
  "evidence.anchor": "طلب مرساة الكتلة {height} من هذا السجل",
}
