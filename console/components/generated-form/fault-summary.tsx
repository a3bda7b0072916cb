/** The faults of a form together, each leading to its field; it takes the focus when it appears. */
import { useEffect, useRef } from "react"
import { tell } from "../../texts/tell.ts"
import { type Faults, idOf } from "../controls/control.ts"
import { Sign } from "../sign.tsx"
import { titled } from "../words.ts"
import styles from "./generated-form.module.css"

/** Goes to the field at a pointer, or to the first thing in it that can be filled in. */
function goTo(pointer: string): void {
  const element = document.getElementById(idOf(pointer))
  const inside = element?.querySelector<HTMLElement>("input, select, textarea, button")
  const own = element?.matches("input, select, textarea") ? element : (inside ?? element)
  own?.focus()
}

/** `/administrators/0/name` → `Administrators, 1, name`. */
function placeName(pointer: string): string {
  const parts = pointer.split("/").slice(1)
  return parts
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : titled(part)))
    .join(", ")
}

/** The list; nothing where nothing is wrong. */
export function FaultSummary({ faults }: { readonly faults: Faults }) {
  const summary = useRef<HTMLDivElement>(null)
  const places = Object.keys(faults)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new faults take the focus.
  useEffect(() => {
    if (places.length > 0) summary.current?.focus()
  }, [faults])
  if (places.length === 0) return null
  return (
    <div ref={summary} className={styles.faults} role="alert" tabIndex={-1}>
      <Sign tone="negative" size={24} />
      <div>
        <strong>{tell("form.faults", { count: places.length })}</strong>
        <ul>
          {places.map((pointer) => (
            <li key={pointer}>
              <button type="button" onClick={() => goTo(pointer)}>
                {tell("form.fault", { place: placeName(pointer), fault: faults[pointer]! })}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
