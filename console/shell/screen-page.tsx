/** A hand-made page of a service, found by its path and loaded when it is opened. */
import { readSegment } from "@concordat/sdk"
import { Answered } from "../components/answered.tsx"
import { type Screen, useAnswer, useService } from "../components/ledger.tsx"
import { usePath } from "../components/link.tsx"
import { matchScreen } from "./match-screen.ts"
import { NotFound } from "./not-found.tsx"

/** Segments before a screen's own: "", "services", the service. */
const BEFORE = 3

/** The page, or that there is none. */
export function ScreenPage() {
  const segments = usePath().split("/").map(readSegment)
  const service = useService(segments[BEFORE - 1] ?? "")
  const load = service?.screens ?? null
  const answer = useAnswer<readonly Screen[]>(
    ["screens", service?.definition.name],
    () => load?.() ?? Promise.resolve([]),
  )
  return (
    <Answered answer={answer} lines={6}>
      {(screens) => {
        const match = matchScreen(screens, segments.slice(BEFORE))
        if (match === null) return <NotFound />
        const { Component } = match.screen
        return <Component key={match.screen.path} parts={match.parts} />
      }}
    </Answered>
  )
}
