/** Arabic: the overview. */
import type { overviewTexts as english } from "./en-overview.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const overviewTexts: Translation<typeof english> = {
  "overview.page": "نظرة عامة",
  "overview.well": "كل شيء على ما يرام: {have} من {all} مؤسسات توقّع، ويمكن أن تتعطل {spare}.",
  "overview.missing": "توقّع {have} من {all} مؤسسات: يمكن أن تتعطل {spare} أخرى.",
  "overview.noSpare": "توقّع {have} من {all} مؤسسات: لا يمكن أن تتعطل أي مؤسسة أخرى.",
  "overview.quiet": "لا كتلة منذ نصف دقيقة: الموقّعون قليلون، أو هذه العقدة معزولة.",
  "overview.alone": "كل شيء على ما يرام: مؤسسة واحدة ترتّب كل شيء.",
  "overview.halted": "توقفت هذه العقدة.",
  "overview.offline": "لا يجيب السجل.",
  "overview.last": "آخر كتلة {time}",
  "overview.waiting":
    "{count, plural, one {معاملة واحدة تنتظر} two {معاملتان تنتظران} few {# معاملات تنتظر} many " +
    "{# معاملة تنتظر} other {# معاملة تنتظر}}",
  "overview.noneWaiting": "لا شيء ينتظر",

  "overview.height": "الارتفاع",
  "overview.transactions": "المعاملات",
  "overview.operations": "العمليات",
  "overview.events": "الأحداث في اليومية",
  "overview.rows": "صفوف الحالة",
  "overview.organisations": "المؤسسات",

  "voters.title": "من يقرر",
  "voters.note": "يجب أن يتفق أكثر من ثلثي {power} من الأصوات على كل كتلة.",
  "voters.signs": "{power} من {all} صوتًا، في الكتلة الأخيرة",
  "voters.missing": "{power} من {all} صوتًا، غائبة عن الكتلة الأخيرة",

  "latest.title": "آخر ما حدث",
  "latest.pause": "إيقاف مؤقت",
  "latest.resume": "متابعة",
  "latest.live": "مباشر",
  "latest.held": "موقوف",
  "latest.asking": "يُسأل كل ثانيتين",
  "latest.newer":
    "{count, plural, one {حدث أحدث} two {حدثان أحدث} few {# أحداث أحدث} many {# حدثًا أحدث} " +
    "other {# حدث أحدث}}",
  "latest.all": "جميع الأحداث",
  "latest.empty": "لم يحدث شيء بعد. سجّلوا ملفًا، أو نفّذوا أي أمر من أوامر الخدمات.",

  "activity.title": "النشاط",
  "activity.note":
    "{minutes, plural, one {في الدقيقة الأخيرة} two {في الدقيقتين الأخيرتين} few {في آخر # " +
    "دقائق} many {في آخر # دقيقة} other {في آخر # دقيقة}}",
  "activity.operations": "العمليات",
  "activity.operationsWords": "العمليات في آخر {minutes} دقيقة: {count}",
  "activity.refusals": "حالات الرفض",
  "activity.refusalsWords": "العمليات المرفوضة في آخر {minutes} دقيقة: {count}",
  "activity.minute":
    "{count}، {ago, plural, one {في هذه الدقيقة} two {قبل دقيقتين} few {قبل # دقائق} many {قبل # " +
    "دقيقة} other {قبل # دقيقة}}",
  "activity.interval": "بين الكتل",
  "activity.intervalWords": "يفصل بين آخر {blocks} كتلة {seconds} ثانية في المتوسط",
  "activity.seconds": "{seconds} ث",
  "activity.all": "جميع الكتل",

  "begin.title": "ابدؤوا من هنا",
  "begin.verify": "التحقق من ملف",
  "begin.verify.about": "هل هو أصيل وساري المفعول اليوم؟ لا يغادر الملف هذا الجهاز أبدًا.",
  "begin.run": "تنفيذ أمر",
  "begin.run.about": "لكل أمر في كل خدمة استمارته، مع محاكاة قبل الإرسال.",
}
