/** A hand-made page of a service, found by its path and loaded when it is opened. */
import { Answered } from "../../components/answered.tsx"
import { type KnownService, type Screen, useAnswer } from "../../components/ledger.tsx"
import { LANGUAGE } from "../../texts/language.ts"
import { textsReady } from "../../texts/translate.ts"
import { NotFound } from "../not-found.tsx"
import { matchScreen } from "./match-screen.ts"

type Props = { readonly service: KnownService; readonly segments: readonly string[] }

/** The page, or that there is none. */
export function ScreenPage({ service, segments }: Props) {
  const { definition, screens } = service
  const answer = useAnswer<readonly Screen[]>(["screens", definition.name], async () => {
    if (LANGUAGE !== "en") await screens?.texts()
    await textsReady()
    return (await screens?.pages()) ?? []
  })
  return (
    <Answered answer={answer} lines={6}>
      {(pages) => {
        const match = matchScreen(pages, segments)
        if (match === null) return <NotFound />
        const { Component } = match.screen
        return <Component key={match.screen.path} parts={match.parts} />
      }}
    </Answered>
  )
}
