/** Arabic: what stands around every page. */
import type { shellTexts as english } from "./en-shell.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const shellTexts: Translation<typeof english> = {
  "shell.skip": "الانتقال إلى المحتوى",
  "shell.pages": "الصفحات",
  "shell.rail": "لوحة العمل",
  "shell.notices": "ما ينبغي معرفته عن هذا السجل",
  "shell.menu": "القائمة",
  "shell.version": "الإصدار {version}، المحرك {engine}",
  "shell.development": "سجل تطوير: لا حجية له أمام الغير.",
  "shell.offline": "لا يجيب السجل. تعرض الصفحات آخر ما أجاب به.",
  "shell.halted": "توقفت هذه العقدة: {reason}. لن يتغير ما هو معروض.",

  "nav.verify": "التحقق",
  "nav.overview": "نظرة عامة",
  "nav.inbox": "الوارد",
  "nav.waiting":
    "{count, plural, one {أمر واحد ينتظر} two {أمران ينتظران} few {# أمور تنتظر} " +
    "many {# أمرًا ينتظر} other {# أمر ينتظر}}",
  "nav.services": "الخدمات",
  "nav.explorer": "المستكشف",
  "nav.organisations": "المؤسسات",
  "nav.access": "الوصول",
  "nav.network": "الشبكة",

  "acting.as": "التصرف بصفة",

  "search.label": "بحث",
  "search.hint": "بصمة، حساب، اسم، ارتفاع…",

  "help.open": "المفاتيح والإعدادات",
  "help.title": "المفاتيح والإعدادات",
  "help.keys": "المفاتيح",
  "help.keysOn": "المفاتيح المفردة",
  "help.keysNote": "عند الإيقاف لا يعمل أي مفتاح وحده، لمن يخاطبون أجهزتهم صوتيًا.",
  "help.search": "بحث",
  "help.list": "هذه القائمة",
  "help.then": "ثم",
  "help.zone": "الأوقات",
  "help.zone.local": "بالمنطقة الزمنية لهذا الجهاز، {zone}",
  "help.zone.utc": "بالتوقيت العالمي UTC",
  "help.theme": "المظهر",
  "help.theme.auto": "كما في النظام",
  "help.theme.light": "فاتح",
  "help.theme.dark": "داكن",

  "notFound.title": "لا توجد هذه الصفحة",
  "notFound.why": "لا شيء محفوظ تحت {path}. قد يكون العنوان خاطئًا، أو عنوان سجل آخر.",
  "notFound.overview": "إلى النظرة العامة",
  "notFound.search": "بحث",
}
