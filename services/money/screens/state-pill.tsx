/** States of money in words, each with how it is to be taken. */
import { StatusPill, type Tone } from "@concordat/console/components"
import { tell } from "./tell.ts"

const TONES = {
  active: "positive",
  paused: "caution",
  closed: "unknown",
  frozen: "caution",
  issued: "positive",
  redeemed: "unknown",
  returned: "caution",
  open: "unknown",
  posted: "positive",
  voided: "unknown",
  expired: "unknown",
  funding: "caution",
  settled: "positive",
  abandoned: "negative",
  inForce: "caution",
  lifted: "unknown",
  funded: "positive",
  unfunded: "caution",
  excluded: "negative",
  due: "positive",
  even: "unknown",
} as const satisfies Readonly<Record<string, Tone>>

/** The states that have words. */
export type MoneyState = keyof typeof TONES

/** The pill. */
export function StatePill({ state }: { readonly state: MoneyState }) {
  return <StatusPill state={state} words={tell(`state.${state}`)} tone={TONES[state]} />
}
