/** A text as a QR code (ISO/IEC 18004): black on white in every theme, as readers expect it. */
import { encode } from "uqr"
import styles from "./qr-code.module.css"

/** Light modules around the code, as the standard asks. */
const BORDER = 4

type Props = {
  readonly text: string
  /** What the code is of, for those who do not see it. */
  readonly label: string
}

/** A square for every dark module. */
function pathOf(data: readonly (readonly boolean[])[]): string {
  return data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("")
}

/** The code, as wide as its place. */
export function QrCode({ text, label }: Props) {
  const { data, size } = encode(text, { ecc: "M", border: BORDER })
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      data-qr={text}
    >
      <rect className={styles.light} width={size} height={size} />
      <path className={styles.dark} d={pathOf(data)} />
    </svg>
  )
}
