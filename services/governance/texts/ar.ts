/** Arabic: what happens, what is asked for, what is refused. */

import type * as queries from "../queries.ts"
import { names } from "./ar-names.ts"
import type { commands, events } from "./en.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service beside its screens. */
export const ar = {
  about: "كيف يقرر الأعضاء: النظام الأساسي والاقتراحات والتصويت والتجميد والترقيات",
  events: {
    proposal_opened: "اقترح {proposer}: {title}.",
    ballot_cast: "صوّتت {organisation}: {choice}.",
    proposal_accepted: "قُبل اقتراح؛ يحين تنفيذه في {due}.",
    proposal_executed: "نُفّذ اقتراح.",
    proposal_ended: "انتهى اقتراح: {state}.",
    proposal_held: "أرجأ {by} اقتراحًا: {reason}.",
    constitution_set: "النظام الأساسي {version} نافذ.",
    parameter_set: "ضُبط {name} في {module}.",
    module_set: "شُغّلت {module} أو أُوقفت.",
    scope_frozen: "جُمّد {scope}: {reason}.",
    scope_unfrozen: "رفع {by} تجميد {scope}.",
    upgrade_scheduled: "الترقية {name} مقررة عند الكتلة {height}.",
    upgrade_cancelled: "أُلغيت الترقية {name}.",
    ready_signalled: "{organisation} جاهزة للترقية {name}.",
    upgrade_lapsed: "سقطت الترقية {name}: كانت {have} من {of} جاهزة.",
    upgrade_done: "تمت الترقية {name} عند الكتلة {height}.",
    recovered: "تستأنف {newChain} من الكتلة {height} من {oldChain}.",
    recovery_accepted: "أُقر الاستئناف {number}.",
  } satisfies Events,
  commands: {
    propose: "اقتراح: {title}",
    vote: "التصويت {choice}",
    withdraw: "سحب اقتراح",
    execute: "تنفيذ اقتراح",
    hold: "إرجاء اقتراح: {reason}",
    close: "تدوين ما تقرر",
    freeze: "تجميد {scope}: {reason}",
    unfreeze: "رفع تجميد {scope}",
    signalReady: "إعلان جاهزية المؤسسة نفسها للترقية {name}",
  } satisfies Commands,
  acts: {
    propose: "اقتراح إجراءات يقرر الأعضاء بشأنها معًا.",
    vote: "الإدلاء بصوت المؤسسة نفسها؛ والصوت اللاحق يحل محله.",
    withdraw: "سحب اقتراح للمؤسسة نفسها ما دام مفتوحًا.",
    execute: "تنفيذ اقتراح مقبول بعد انقضاء مهلة الاعتراض.",
    hold: "تأجيل تنفيذ اقتراح مرة واحدة، بصفة جهة رقابة.",
    close: "تدوين ما قرره الوقت أو رحيل الأعضاء بشأن اقتراح.",
    freeze: "وقف خدمة أو أمر أو أصل أو قناة أو مؤسسة لبضع ساعات.",
    unfreeze: "رفع تجميد قبل أوانه: يوقّع مديرو أكثر من نصف الأعضاء.",
    signalReady: "إعلان أن المؤسسة نفسها جاهزة للترقية المقررة.",
  } satisfies Commands,
  questions: {
    openProposals: {
      title: "الاقتراحات الجارية",
      about: "الاقتراحات المعروضة للتصويت أو المنتظرة للتنفيذ، وأولها إغلاقًا أولًا",
    },
    awaitedVotes: {
      title: "الأصوات المنتظرة",
      about: "الاقتراحات المفتوحة التي يحق لمؤسسة أن تصوّت عليها ولم تفعل، وأولها إغلاقًا أولًا",
    },
  } satisfies Questions,
  entries: {
    decisions: "القرارات",
  },
  refusals: {},
  names,
} as const
