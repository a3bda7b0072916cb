/** What a participant of an open cycle writes down: typed or dropped, beside what it said. */
import { useRef, useState } from "react"
import { caps } from "../tables-netting.ts"
import { amountOf, type Unit } from "./amount.ts"
import { amountFault } from "./amount-cell.tsx"
import { useRow } from "./ask.ts"
import type { Edge } from "./net-edges.ts"
import { type OwedFile, readOwed } from "./owed-file.ts"

/** Creditors that have a field without being asked for. */
const FIELDS_MAX = 12

/** Who writes, and what there is. */
export type Owing = {
  readonly from: string
  readonly members: readonly string[]
  readonly edges: readonly Edge[]
  readonly unit: Unit
}

/** A file that was read, by its name. */
export type ReadFile = OwedFile & { readonly name: string }

/** What is told of a folder, or of a file that is gone: its first line cannot be read. */
const UNREADABLE: OwedFile = { owed: new Map(), others: 0, faults: [{ line: 1, why: "form" }] }

/** The work: an empty field says that nothing is owed. */
export function useOwed({ from, members, edges, unit }: Owing) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [file, setFile] = useState<ReadFile | null>(null)
  const [judged, judge] = useState(false)
  const written = new Map(edges.filter((one) => one.from === from).map((e) => [e.to, e.amount]))
  const { plain, read } = amountOf(unit)
  const others = members.filter((one) => one !== from)
  const textOf = (to: string) => typed[to] ?? (written.get(to) ? plain(written.get(to)!) : "")
  const faultOf = (to: string) => (textOf(to).trim() === "" ? null : amountFault(textOf(to), unit))
  const unitsOf = (to: string) =>
    textOf(to).trim() === "" || faultOf(to) !== null ? 0n : read(textOf(to))
  const named = others.filter((to) => typed[to] !== undefined || (written.get(to) ?? 0n) > 0n)
  const newest = useRef(0)
  /** Of two files the later one counts; what is typed meanwhile stays. */
  const take = async (dropped: File) => {
    const own = ++newest.current
    const { name } = dropped
    const text = await dropped.text().catch(() => null)
    if (own !== newest.current) return
    if (text === null) return setFile({ ...UNREADABLE, name })
    const told = readOwed(text, { from, creditors: new Set(others), unit })
    const texts = [...told.owed].map(([to, amount]) => [to, amount === 0n ? "" : plain(amount)])
    setTyped((before) => ({ ...before, ...Object.fromEntries(texts) }))
    setFile({ ...told, name })
  }
  const again = () => {
    setTyped({})
    setFile(null)
    judge(false)
  }
  return {
    ...{ file, judged, judge, take, again, textOf, unitsOf },
    setText: (to: string, text: string) => setTyped((before) => ({ ...before, [to]: text })),
    shown: others.length <= FIELDS_MAX ? others : named,
    rest: others.length <= FIELDS_MAX ? [] : others.filter((to) => !named.includes(to)),
    faulty: named.some((to) => faultOf(to) !== null),
    changed: named.filter((to) => unitsOf(to) !== (written.get(to) ?? 0n)),
    sum: named.reduce((sum, to) => sum + unitsOf(to), 0n),
    before: [...written.values()].reduce((sum, amount) => sum + amount, 0n),
  }
}

/** What a participant may still owe besides what it owes in this cycle; null while not known. */
export function useRoom(asset: string, participant: string): bigint | null {
  const { data } = useRow(caps, [asset, participant])
  if (data === undefined) return null
  return data === null ? 0n : data.cap - data.exposure
}
