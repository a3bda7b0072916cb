/** The inputs of a record's fields, for a form: a command's own, or one made by hand. */
import type { Draft, Faults, FieldOf } from "../control.ts"
import { FormControls } from "./form-controls.tsx"
import { GroupFields } from "./group.tsx"
import { inputOf } from "./table.ts"

type Props = {
  readonly field: FieldOf<"group">
  /** What the record is called. */
  readonly label: string
  /** JSON pointer of the record, "" for the whole. */
  readonly pointer: string
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly faults: Faults
}

/** The fields, one below the other. */
export function RecordFields(props: Props) {
  return (
    <FormControls>
      <GroupFields {...props} nest={inputOf} />
    </FormControls>
  )
}
