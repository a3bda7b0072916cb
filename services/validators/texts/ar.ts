/** Arabic: what happens, what is asked for, what is refused. */

import type * as queries from "../queries.ts"
import { names } from "./ar-names.ts"
import type { commands, events } from "./en.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const ar = {
  about: "من يوقّع الكتل وبكم صوت، وأي العقد يمكنها الاتصال",
  events: {
    validator_added: "لدى {organisation} مدقّق جديد {address} وأصواته {power}.",
    power_changed: "أصوات المدقّق {address} هي {power}، لا {before}.",
    key_replaced: "يوقّع المدقّق {address} لدى {organisation} بوصفه {successor} من الآن.",
    validator_left: "لم يعد المدقّق {address} لدى {organisation} يوقّع.",
    fault_recorded: "ضُبط المدقّق {address} لدى {organisation} مخالفًا: {kind} عند {height}.",
    validator_faulted: "فقد المدقّق {address} لدى {organisation} أصواته وهي {power}.",
    validator_set_degraded: "بقي {validators} من المدقّقين من {organisations} من المؤسسات.",
    evidence_ignored: "الدليل ضد {address} لا أثر له.",
    node_registered: "تشغّل {organisation} العقدة {node}.",
    node_removed: "لم يعد للعقدة {node} لدى {organisation} أن تتصل.",
  } satisfies Events,
  commands: {
    add: "السماح لـ {organisation} بتوقيع الكتل بعدد أصوات {power}",
    remove: "إزالة المدقّق {validator} من المجموعة",
    setPower: "إعطاء المدقّق {validator} عدد أصوات {power}",
    rotateKey: "استبدال مفتاح المدقّق {validator}",
    leave: "مغادرة المدقّق الخاص {validator}",
    registerNode: "تسجيل العقدة {node}",
    removeNode: "إزالة العقدة {node}",
  } satisfies Commands,
  acts: {
    add: "السماح لمفتاح مسجّل لأحد الأعضاء بتوقيع الكتل، بهذا العدد من الأصوات.",
    remove: "إزالة مدقّق من المجموعة.",
    setPower: "إعطاء مدقّق أصواتًا أكثر أو أقل.",
    rotateKey: "استبدال مفتاح مدقّق خاص؛ يصوّت الجديد ابتداءً من الكتلة الثانية.",
    leave: "إخراج مدقّق خاص من المجموعة.",
    registerNode: "السماح لعقدة خاصة بالاتصال، أو تغيير ما هو معروف عنها.",
    removeNode: "منع عقدة خاصة من الاتصال؛ والوصلة القائمة تنتهي حين تنقطع.",
  } satisfies Commands,
  questions: {
    set: {
      title: "مجموعة المدقّقين",
      about: "المدقّقون الذين يوقّعون كتلة ارتفاع ما؛ وما بعد الكتلة التالية بحسب ما تقرر حتى الآن",
    },
    faultsFound: {
      title: "المخالفات المضبوطة",
      about: "مخالفات المدقّقين، أو مخالفات مؤسسة واحدة، وأحدثها أولًا",
    },
  } satisfies Questions,
  entries: {},
  refusals: {
    address_malformed: "العنوان هو مضيف:منفذ، بأحرف صغيرة، كما تتصل به العقد الأخرى.",
  },
  names,
} as const
