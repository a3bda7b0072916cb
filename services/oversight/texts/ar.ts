/** Arabic: what happens, what is asked for, what is refused. */
import type * as queries from "../queries.ts"
import { names } from "./ar-names.ts"
import type { commands, events } from "./en.ts"

type Events = Readonly<Record<keyof typeof events, string>>
type Commands = Readonly<Record<keyof typeof commands, string>>
type Questions = Readonly<Record<keyof typeof queries, Record<"title" | "about", string>>>

/** All that the console tells of this service. */
export const ar = {
  about: "أوامر جهات الرقابة والمدققين، واطلاعات قابلة للإثبات",
  events: {
    order_recorded: "دوّنت {authority} أمرًا بشأن {subject}: {kind}.",
    order_lifted: "رفعت {authority} الأمر {order} بشأن {subject}.",
    access_requested: "طلبت {authority} اطلاعًا من {subject}: {purpose}.",
    access_disclosed: "أفصحت {subject} عما طلبته {authority} بالاطلاع {access}.",
    access_refused: "رفضت {subject} الاطلاع {access} من {authority}: {reason}.",
  } satisfies Events,
  commands: {
    recordOrder: "تدوين أمر بشأن {subject}: {kind}",
    liftOrder: "رفع الأمر {order} بشأن {subject}",
    requestAccess: "طلب اطلاع من {subject}: {purpose}",
    answerAccess: "الرد على الاطلاع {access}",
  } satisfies Commands,
  acts: {
    recordOrder: "تدوين أمر بشأن مؤسسة: نوعه وموضوعه ومدة سريانه.",
    liftOrder: "رفع أمر صادر عن الجهة نفسها: لا اطلاع بموجبه بعد ذلك ولا حفظ.",
    requestAccess: "طلب ما تحفظه مؤسسة، لغرض معلن وبموجب أمر.",
    answerAccess: "الرد على اطلاع: بصمة ما يُفصح عنه، أو سبب عدم الإفصاح.",
  } satisfies Commands,
  questions: {
    lookups: {
      title: "الاطلاعات",
      about: "من اطّلع على ماذا لدى مؤسسة، ومتى، وبموجب أي أمر: الأحدث أولًا",
    },
    inbox: {
      title: "الاطلاعات المنتظرة",
      about: "الاطلاعات التي تنتظر رد مؤسسة، وأولها انتهاءً أولًا",
    },
    asking: { title: "الاطلاعات المطلوبة", about: "اطلاعات سلطة مع الردود عليها، بحسب المؤسسة" },
    ordersOver: { title: "الأوامر بشأن مؤسسة", about: "الأوامر الصادرة بشأن مؤسسة، وأحدثها أولًا" },
  } satisfies Questions,
  entries: {},
  refusals: {
    unknown_order: "لا يوجد أمر كهذا بشأن هذه المؤسسة.",
    unknown_access: "لا يوجد اطلاع كهذا لدى هذه المؤسسة.",
    order_not_in_force: "لا يسري أمر كهذا صادر عن الجهة نفسها.",
    beyond_the_order: "الاطلاع يتجاوز حدود أمره.",
    access_ended: "انتهى وقت الرد على هذا الاطلاع.",
  },
  names,
} as const
