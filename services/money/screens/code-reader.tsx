/**
 * Reads a code: from a photograph where the browser can (on a phone the button opens its camera),
 * else by its text. Nothing leaves the device.
 */
import { Button, buttonClass, Note, Row, Stack, TextField } from "@concordat/console/components"
import { type FormEvent, useId, useState } from "react"
import styles from "./money.module.css"
import { tell } from "./tell.ts"

/** The part of the Barcode Detection API that is used; few browsers have it. */
type Detector = { detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]> }
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector
}

/** The text of the first code in a picture; null where none is found. */
async function textIn(Reader: DetectorClass, picture: File): Promise<string | null> {
  try {
    const image = await createImageBitmap(picture)
    const [code] = await new Reader({ formats: ["qr_code"] }).detect(image)
    return code?.rawValue ?? null
  } catch {
    // A file that is no picture holds no code.
    return null
  }
}

type Props = {
  /** Takes a text; answers why it is of no use, or null. */
  readonly onText: (text: string) => string | null
}

/** The reader. */
export function CodeReader({ onText }: Props) {
  const [text, setText] = useState("")
  const [fault, setFault] = useState<string | null>(null)
  const take = (found: string | null) => {
    setFault(found === null ? tell("code.none") : onText(found))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    take(text)
  }
  return (
    <Stack>
      <Photograph onFound={take} />
      <form onSubmit={submit} className={styles.entry}>
        <TextField label={tell("code.text")} value={text} onText={setText} />
        <Button type="submit">{tell("code.use")}</Button>
      </form>
      {fault === null ? null : <p role="alert">{fault}</p>}
    </Stack>
  )
}

function Photograph({ onFound }: { readonly onFound: (text: string | null) => void }) {
  const id = useId()
  const Reader = detectorClass()
  if (Reader === undefined) return <Note>{tell("code.unable")}</Note>
  return (
    <Row>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={({ currentTarget }) => {
          const [picture] = currentTarget.files ?? []
          if (picture !== undefined) void textIn(Reader, picture).then(onFound)
          currentTarget.value = ""
        }}
      />
      <label htmlFor={id} className={buttonClass("primary")}>
        {tell("code.photograph")}
      </label>
      <Note>{tell("code.stays")}</Note>
    </Row>
  )
}
