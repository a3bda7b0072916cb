/** Arabic: what happens, what is asked for, what is refused. */

import type * as queries from "../queries.ts"
import { names } from "./ar-names.ts"
import type { commands, events } from "./en.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const ar = {
  about: "المؤسسات ووظائفها ومفاتيحها وصلاحياتها",
  events: {
    organisation_admitted: "دُعيت {organisation} بصفة {class}.",
    organisation_activated: "انضمت {organisation} إلى الائتلاف.",
    organisation_suspended: "عُلّقت {organisation}: {reason}.",
    organisation_reinstated: "أُعيدت {organisation}: {reason}.",
    organisation_removed: "أُقصيت {organisation} نهائيًا: {reason}.",
    organisation_updated: "غيّرت {organisation} ما هو معروف عنها.",
    administrators_reset: "أُعطيت {organisation} مديرين جددًا.",
    administrators_short: "لدى {organisation} عدد {have} من {need} مديرين تحتاج إليهم.",
    principal_added: "يمكن لـ {principal} التصرف من الآن.",
    principal_suspended: "عُلّقت {principal}.",
    principal_reinstated: "أُعيدت {principal}.",
    principal_retired: "انتهت خدمة {principal}.",
    key_added: "لدى {holder} مفتاح جديد، غرضه: {purpose}.",
    key_rotated: "استبدل {holder} المفتاح {old}.",
    key_revoked: "أُلغي المفتاح {key} لدى {holder}.",
    grant_given: "منح {grantor} إلى {holder} الصلاحية {role}.",
    grant_revoked: "فقد {holder} الصلاحية {role}.",
  } satisfies Events,
  commands: {
    admit: "دعوة {organisation} بصفة {class}",
    activate: "الانضمام إلى الائتلاف",
    suspend: "تعليق {organisation}: {reason}",
    reinstate: "إعادة {organisation}",
    update: "تغيير ما هو معروف عن المؤسسة نفسها",
    resetAdministrators: "إعطاء {organisation} مديرين جددًا",
    addPrincipal: "السماح لـ {name} بالتصرف",
    suspendPrincipal: "تعليق {name}",
    reinstatePrincipal: "إعادة {name}",
    retirePrincipal: "إنهاء خدمة {name}",
    addKey: "إعطاء {holder} مفتاحًا غرضه: {purpose}",
    rotateKey: "استبدال المفتاح {old}",
    revokeKey: "إلغاء المفتاح {key}",
    grantOrganisation: "منح {organisation} الصلاحية {role}",
    revokeOrganisation: "سحب الصلاحية {role} من {organisation}",
    grant: "منح {holder} الصلاحية {role}",
    revokeGrant: "سحب الصلاحية {role} من {holder}",
  } satisfies Commands,
  acts: {
    admit: "دعوة مؤسسة؛ تصير نشطة حين يقبل مديروها أنفسهم.",
    activate: "قبول الدعوة: تثبت توقيعات المديرين أنهم يحملون مفاتيحهم.",
    suspend: "وقف أوامر مؤسسة؛ تبقى أدلتها وإيصالاتها ومدقّقوها.",
    reinstate: "السماح لمؤسسة معلّقة بالعمل من جديد.",
    update: "تغيير اسم المؤسسة نفسها أو صفحتها أو التوقيعات التي تقرر عنها.",
    resetAdministrators: "إعطاء مؤسسة فقدت مديريها مديرين جددًا؛ ويفقد القدامى الصلاحية.",
    addPrincipal: "إضافة وظيفة شخص أو برنامج أو عقدة إلى المؤسسة الطالبة.",
    suspendPrincipal: "وقف وظيفة فورًا: لا توقّع مفاتيحها شيئًا حتى تُعاد.",
    reinstatePrincipal: "السماح لوظيفة معلّقة بالتوقيع من جديد.",
    retirePrincipal: "إنهاء وظيفة نهائيًا؛ يبقى ما وقّعته من قبل ساريًا.",
    addKey: "تسجيل مفتاح للمؤسسة الطالبة أو لإحدى وظائفها.",
    rotateKey: "استبدال مفتاح بآخر جديد؛ يسري كلاهما حتى نهاية التداخل.",
    revokeKey: "إنهاء مفتاح فورًا ونهائيًا، مع بيان منذ متى قد يكون في أيدٍ غير أمينة.",
    grantOrganisation: "منح مؤسسة دورًا في خدمة، في كل مكان أو في نطاق واحد.",
    revokeOrganisation: "سحب دور من مؤسسة؛ تنتهي معه كل التخويلات المبنية عليه.",
    grant: "منح وظيفة صلاحية؛ ولحامل الصلاحية القابلة للتفويض أن ينقلها مرة واحدة.",
    revokeGrant: "سحب صلاحية من وظيفة؛ تنتهي معها صلاحية من فوّضته.",
  } satisfies Commands,
  questions: {
    endingKeys: {
      title: "المفاتيح المنتهية قريبًا",
      about: "المفاتيح السارية التي تنتهي بحلول وقت، وأولها انتهاءً أولًا",
    },
    rights: {
      title: "الحقوق الممنوحة",
      about: "كل ما مُنح لمؤسسة ولوظائفها من حقوق، بحسب الحائز والدور",
    },
  } satisfies Questions,
  entries: {},
  refusals: {
    key_malformed: "ليس هذا مفتاح COSE قانونيًا بالخوارزمية المسماة.",
    name_malformed: "الاسم من 1 إلى 31 محرفًا من a-z و0-9 و-؛ واسم المؤسسة بلا شرطة مائلة.",
  },
  names,
} as const
