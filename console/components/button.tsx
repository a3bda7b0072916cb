/** Buttons that name their act, and their look for links and file pickers. */
import type { ComponentProps, ReactNode } from "react"
import styles from "./button.module.css"
import { Icon, type IconName } from "./icons.tsx"

/** How much a button asks for attention: one primary a view. */
export type ButtonLook = "primary" | "plain" | "quiet" | "grave"

/** The classes of a look, for what is no button by itself. */
export function buttonClass(look: ButtonLook = "plain"): string {
  return `${styles.button} ${styles[look]}`
}

type Props = ComponentProps<"button"> & {
  readonly look?: ButtonLook
  readonly icon?: IconName
  readonly children: ReactNode
}

/** A button; `type="button"` unless given. */
export function Button({ look = "plain", icon, children, className = "", ...rest }: Props) {
  return (
    <button type="button" {...rest} className={`${buttonClass(look)} ${className}`}>
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  )
}

/** A square button of one icon; `label` is its name. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<ComponentProps<"button">, "children"> & {
  readonly icon: IconName
  readonly label: string
}) {
  return (
    <button type="button" title={label} {...rest} className={styles.icon}>
      <Icon name={icon} />
      <span className="visually-hidden">{label}</span>
    </button>
  )
}
