/** Arabic: what happens, what is asked for, what is refused. */

import type * as queries from "../queries.ts"
import { names } from "./ar-names.ts"
import type { commands, events } from "./en.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const ar = {
  about: "وثائق تثبت جهة إصدارها وسلامتها ووضعها",
  events: {
    class_set: "عرّفت {owner} الفئة {class}، الإصدار {version}.",
    statement_registered:
      "سجّلت {issuer} {count, plural, one {وثيقة واحدة} two {وثيقتين} few {# وثائق} many {# " +
      "وثيقة} other {# وثيقة}} من الفئة {class}.",
    status_changed: "غيّرت {issuer} وضع وثيقة من الفئة {class} إلى: {state}.",
    document_superseded: "استبدلت {issuer} وثيقة من الفئة {class}.",
    documents_disposed: "أتلفت {issuer} وثائق انقضت مدتها.",
  } satisfies Events,
  commands: {
    setClass: "تعريف الفئة {class}",
    register: "تسجيل بيان مختوم",
    supersede: "استبدال وثيقة",
    suspend: "تعليق وثيقة",
    reinstate: "إعادة وثيقة إلى السريان",
    revoke: "إلغاء وثيقة: {reason}",
    dispose: "إتلاف وثائق",
  } satisfies Commands,
  acts: {
    setClass: "تعريف فئة من الوثائق، أو إعطاؤها إصدارها التالي.",
    register: "تسجيل بيان مختوم عن وثيقة واحدة، أو عن دفعة لا تتجاوز 1,000,000.",
    supersede: "إحلال وثيقة أحدث من الجهة والفئة نفسيهما محل وثيقة أقدم.",
    suspend: "تعليق وثيقة أو بيان كامل إلى وقت محدد.",
    reinstate: "إنهاء تعليق وثيقة أو بيان قبل أوانه.",
    revoke: "إلغاء وثيقة أو بيان كامل نهائيًا.",
    dispose: "تدوين إتلاف وثائق انقضت مدة حفظها، مع محضره.",
  } satisfies Commands,
  questions: {
    documents: {
      title: "الوثائق المسجّلة",
      about: "ما سُجّل، ومن سجّله، ووضعه الآن، وأحدثه أولًا",
    },
    expiring: {
      title: "البيانات المنتهية قريبًا",
      about: "بيانات جهة إصدار تنتهي بحلول وقت، وأولها انتهاءً أولًا",
    },
    disposalDue: {
      title: "وثائق حان إتلافها",
      about: "وثائق جهة إصدار انقضت مدة حفظها بحلول وقت، بحسب المرجع",
    },
  } satisfies Questions,
  entries: {
    register: "تسجيل",
    "register.about": "أفلتوا ملفًا: لا تُسجّل سوى بصمته المملّحة، ويبقى الملف هنا.",
    documents: "الوثائق",
  },
  refusals: {
    unknown_class: "لا توجد هذه الفئة من الوثائق.",
    class_closed: "لا تقبل هذه الفئة تسجيلات.",
    stale_version: "تغيرت الفئة في هذه الأثناء؛ يلزم الإصدار التالي.",
    statement_malformed: "ليس هذا بيانًا بالصيغة الوحيدة التي تُسجّل.",
    statement_issuer_mismatch: "البيان أو ختمه ليس للجهة الطالبة.",
    already_registered: "هذا البيان مسجّل من قبل.",
    handle_taken: "سجّلت هذه الجهة وثيقة تحت هذا المرجع.",
    unknown_statement: "لا يوجد هذا البيان.",
    unknown_item: "ليست في البيان وثيقة بهذا الرقم.",
    not_the_issuer: "لا يغيّر وضع وثيقة إلا الجهة التي أصدرتها.",
    proof_missing: "تحتاج وثيقة من دفعة إلى مسارها حتى جذر الدفعة.",
    already_revoked: "هذا ملغى من قبل.",
    reason_refused: "لا تذكر هذه الفئة أسبابًا: لا يُقبل سوى `unspecified`.",
    suspension_too_long: "لا يتجاوز التعليق سنتين.",
    replacement_invalid: "البيان الجديد ليس عن وثيقة واحدة من الجهة والفئة نفسيهما.",
    retention_running: "لا يزال حفظ الوثيقة واجبًا.",
    erasure_missing: "لم يُمحَ سجل الوثيقة بعد.",
  },
  names,
} as const
