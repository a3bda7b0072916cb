/** The switch of the language: each by the name that those who speak it have for it. */
import { useId } from "react"
import { chooseLanguage, LANGUAGE, LANGUAGES, languages } from "../texts/language.ts"
import { shown } from "../texts/shown.ts"
import { Icon } from "./icons.tsx"
import styles from "./language-switch.module.css"

/** The platform's own list, with its sign. */
export function LanguageSwitch() {
  const id = useId()
  const choose = (value: string) => {
    const next = languages.find((one) => one === value)
    if (next !== undefined) chooseLanguage(next)
  }
  return (
    <span className={styles.language}>
      <Icon name="language" size={18} />
      <label htmlFor={id} className="visually-hidden">
        {shown("language")}
      </label>
      <select
        id={id}
        className={styles.select}
        value={LANGUAGE}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {languages.map((one) => (
          <option key={one} value={one} lang={one} dir="auto">
            {LANGUAGES[one].name}
          </option>
        ))}
      </select>
    </span>
  )
}
