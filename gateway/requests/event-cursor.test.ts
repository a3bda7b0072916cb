/** Cursors of the event feed. */
import { expect, it } from "vitest"
import { eventCursor } from "./event-cursor.ts"

const TIP = 12n

it("reads the cursor that a page named", () => {
  expect(eventCursor("12.0", TIP)).toEqual({ height: 12n, index: 0 })
})

it.each(["", "12", "12.", ".1", "-1.0", "1.2.3", "12.0 ", "99999999999999999999.0", "13.0"])(
  'refuses "%s"',
  (text) => {
    const refused = expect.objectContaining({ code: "cursor_invalid" })
    expect(() => eventCursor(text, TIP)).toThrow(refused)
  },
)
