/** Arabic: who asks, and tokens. */
import type { accessTexts as english } from "./en-access.ts"
import type { Translation } from "./translate.ts"

/** The messages by key. */
export const accessTexts: Translation<typeof english> = {
  "access.title": "الوصول",
  "access.intro": "من هو هذا المتصفح عند السجل، وما المتاح له.",
  "access.who": "من يسأل",
  "access.whoNote": "تسجيل الدخول يتيح ما يمكن قراءته. وما يُرسل يوقَّع بمفتاحه الخاص.",
  "access.person": "الشخص",
  "access.principal": "الوظيفة",
  "access.nobody": "لم يسجّل أحد الدخول.",
  "access.ends": "ينتهي",
  "access.opens": "المتاح",
  "access.signIn": "تسجيل الدخول",
  "access.signOut": "تسجيل الخروج",
  "access.audience.verify": "التحقق",
  "access.audience.read": "القراءة",
  "access.audience.send": "الإرسال",
  "access.audience.join": "انضمام العقد",
  "tokens.title": "رموزي",
  "tokens.note": "الرمز يقول من يسأل حيث يسأل برنامج.",
  "tokens.nobody": "الرموز لوظيفة. لم يسجّل أحد الدخول.",
  "tokens.none": "لا رموز عند هذه البوابة.",
  "tokens.label": "الغرض منه",
  "tokens.for": "يتيح",
  "tokens.ends": "ينتهي",
  "tokens.standing": "الوضع",
  "tokens.standing.valid": "ساري",
  "tokens.standing.expired": "منتهي الأجل",
  "tokens.standing.revoked": "مُنهى",
  "tokens.end": "إنهاء",
  "tokens.endReally": "إنهاء نهائي",
  "tokens.new": "رمز جديد",
  "tokens.newNote": "بوابة سجل التطوير هذا توقّع عنها.",
  "tokens.byCommand": "يُصنع الرمز بتوقيع. المفتاح ليس هنا: شغّلوا هذا حيث يكون.",
  "tokens.life": "لمدة",
  "tokens.days":
    "{days, plural, one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}",
  "tokens.make": "إنشاء الرمز",
  "tokens.once": "احفظوه الآن: يُعرض هذه المرة فقط، ولا أحد يستطيع عرضه مجددًا.",
  "tokens.putAway": "حفظته",
}
