/** Arabic: the network page. */
import type { networkTexts as english } from "./en-network.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const networkTexts: Translation<typeof english> = {
  "network.page": "الشبكة",
  "network.solo": "عملية واحدة توقّع عن الجميع: ترتّب {organisation} كل شيء.",
  "network.soloNote":
    "لا يلزم اتفاق أحد آخر، ولا يمكنه ذلك. في الشبكة، يجب أن يتفق أكثر من ثلثي أصوات عدة مؤسسات " +
    "على كل كتلة.",
  "network.asOf": "كما في الكتلة {height}، {time}",
  "network.firstRound": "قرّرها أول مقترِح",
  "network.laterRound": "تقررت في الجولة {round}",

  "power.title": "الأصوات",
  "power.sentence": "يوقّع {signed} من {all} صوتًا؛ يلزم أكثر من {need}.",
  "power.lastBlock": "وقّع {signed} من {all} صوتًا الكتلة الأخيرة؛ كان يلزم أكثر من {need}.",
  "power.quiet": "لم تُكتب كتلة منذ ذلك الحين.",
  "power.third": "أكثر من {need}",
  "power.signs": "{name}: ‏{power} صوتًا، توقّع",
  "power.missing": "{name}: ‏{power} صوتًا، غائبة",
  "power.stopped": "يحمل الغائبون ثلث الأصوات أو أكثر: لا يمكن تقرير شيء.",
  "power.noOther": "لا يمكن أن تتعطل أي مؤسسة أخرى.",
  "power.spare":
    "{count, plural, one {يمكن أن تتعطل أي مؤسسة أخرى، واحدة فقط.} two {يمكن أن تتعطل أي مؤسستين " +
    "أخريين.} few {يمكن أن تتعطل أي # مؤسسات أخرى.} many {يمكن أن تتعطل أي # مؤسسة أخرى.} other " +
    "{يمكن أن تتعطل أي # مؤسسة أخرى.}}",

  "members.title": "من يوقّع",
  "members.organisation": "المؤسسة",
  "members.votes": "الأصوات",
  "members.last": "الكتلة الأخيرة",
  "members.signs": "توقّع",
  "members.missing": "غائبة",
  "members.untold": "غير معلوم",
  "members.seen": "آخر صوت",
  "members.never": "لا شيء في آخر 500 كتلة",
  "members.proposed": "توقّع، وقد اقترحتها",

  "todo.title": "ما العمل",
  "todo.nothing": "لا شيء: الجميع يوقّع.",
  "todo.silent": "على {who} أن تتحرك: مدقّقها صامت منذ {when}.",
  "todo.silentLong": "على {who} أن تتحرك: مدقّقها صامت منذ زمن طويل.",
  "todo.onHost": "على جهاز تلك العقدة، يسأل مشغّلها أداة التشخيص:",

  "doctor.title": "تشخيص هذه العقدة",
  "doctor.note": "العقدة {node}، سُئلت عند {time}",
  "doctor.cause": "السبب {row}",
  "doctor.none": "لا شيء يمنع هذه العقدة من التقرير.",
  "doctor.command": "نسخ الأمر",

  "nodes.title": "العقد المسموح لها بالاتصال",
  "nodes.node": "العقدة",
  "nodes.organisation": "المؤسسة",
  "nodes.kind": "النوع",
  "nodes.state": "الوضع",
  "nodes.none": "لا عقدة مقيّدة: كل من في الإعدادات يمكنه الاتصال.",
}
