/**
 * The ledger that a page asks: its client, its services, and answers that stay fresh. Screens of
 * services know nothing more of where answers come from.
 */
import { codeRow, type JsonObject, type Service } from "@concordat/kernel"
import { type Client, type LedgerStatus, status } from "@concordat/sdk"
import { hashKey, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ComponentType, createContext, type ReactNode, useContext, useMemo } from "react"
import { codeTitle } from "../texts/codes.ts"
import { type OtherServiceTexts, type QuestionTexts, serviceTexts } from "../texts/service-texts.ts"
import type { Attention } from "./attention.ts"
import { useConnected } from "./connection.ts"
import type { IconName } from "./icons.tsx"
import { type Problem, problemOf } from "./problem.ts"

/** How often live answers are asked for again, in milliseconds; less often while the feed tells. */
const LIVE_MS = 2_000
const CALM_MS = 10_000

/** A hand-made page of a service: its path below the service's, its component. */
export type Screen = {
  /** Segments, with `$name` for what varies: `documents/$organisation/$handle`. */
  readonly path: string
  readonly Component: ComponentType<{ readonly parts: Readonly<Record<string, string>> }>
}

/** The way to a hand-made page: its words, its path below the service's. */
export type ScreenEntry = {
  readonly title: string
  /** What can be done there, in a sentence: then the overview offers it as a beginning. */
  readonly about?: string
  readonly path: string
  readonly icon: IconName
  /** Paths of other pages that belong to it, below the service's. */
  readonly under?: readonly string[]
}

/** What a service tells the console of itself, besides its definition. */
export type KnownService = {
  readonly definition: Service
  /** What happened, by event, with its fields in braces: `{issuer} registered {statement}.` */
  readonly events: Readonly<Record<string, string>>
  /** What is asked for, by command, with its fields in braces. */
  readonly commands: Readonly<Record<string, string>>
  /** The same, and all names of the definition, in other languages. */
  readonly others: OtherServiceTexts
  /** Commands that make a row, by the table: what is there already needs none of them. */
  readonly makes?: Readonly<Record<string, string>>
  /** Entries of the rail. */
  readonly entries: readonly ScreenEntry[]
  /** Tables whose rows have a page of their own: its path below the service's, by key and row. */
  readonly pages: Readonly<Record<string, (row: RowJson) => string | null>>
  /** What it wants everybody to know, and what waits for somebody; loaded beside the first page. */
  readonly attention?: () => Promise<Attention>
  /** The row that a text names as people write it: the number of an account. */
  readonly finds?: (
    text: string,
  ) => Promise<{ readonly table: string; readonly key: readonly string[] } | null>
  /** Hand-made pages, loaded when one of them is opened; the texts that stand in them first. */
  readonly screens: {
    readonly texts: () => Promise<unknown>
    readonly pages: () => Promise<readonly Screen[]>
  } | null
}

/** A row as JSON: its key fields, and its columns. */
export type RowJson = { readonly key: JsonObject; readonly value: JsonObject }

type Ledger = { readonly client: Client; readonly services: readonly KnownService[] }

const Context = createContext<Ledger | null>(null)

/** Hands a ledger to the pages below. */
export function LedgerProvider({ children, ...ledger }: Ledger & { readonly children: ReactNode }) {
  return <Context value={ledger}>{children}</Context>
}

function useLedger(): Ledger {
  const ledger = useContext(Context)
  if (ledger === null) throw new Error("No ledger above this component.")
  return ledger
}

/** The client of the ledger. */
export function useClient(): Client {
  return useLedger().client
}

/** The services that the console knows, with their words in the language of the page. */
export function useServices(): readonly KnownService[] {
  const { services } = useLedger()
  return useMemo(() => services.map(inLanguage), [services])
}

function inLanguage(service: KnownService): KnownService {
  const texts = serviceTexts(service.definition.name)
  if (texts === undefined) return service
  const entries = service.entries.map((entry) => {
    const { title = entry.title, about = entry.about } = {
      title: texts.entries[entry.path],
      about: texts.entries[`${entry.path}.about`],
    }
    return { ...entry, title, ...(about === undefined ? {} : { about }) }
  })
  const events = { ...service.events, ...texts.events }
  return { ...service, events, commands: { ...service.commands, ...texts.commands }, entries }
}

/** What a service is for, in the language of the page. */
export function aboutService({ definition }: KnownService): string {
  return serviceTexts(definition.name)?.about ?? definition.about
}

/** What a command does, in the language of the page. */
export function aboutCommand({ definition }: KnownService, command: string): string {
  const own = serviceTexts(definition.name)?.acts[command]
  return own ?? definition.commands[command]?.about ?? ""
}

/** A named question of a service in the language of the page; undefined: told in English. */
export function questionTexts(service: string, question: string): QuestionTexts | undefined {
  return serviceTexts(service)?.questions[question]
}

/** What a refusal says where a service gives it: its own words, or the platform's. */
export function refusalSentence({ definition }: KnownService, code: string): string | undefined {
  const message = definition.refusals[code]?.message
  if (message === codeRow(code)?.title) return codeTitle(code)
  return serviceTexts(definition.name)?.refusals[code] ?? message
}

/** One service by its name. */
export function useService(name: string): KnownService | undefined {
  return useServices().find(({ definition }) => definition.name === name)
}

/** An answer of the ledger, or why there is none; an older answer stays while a newer one fails. */
export type Answer<T> = {
  readonly data: T | undefined
  readonly problem: Problem | null
  readonly waiting: boolean
  /** When the answer came, milliseconds of 1970 by this machine. */
  readonly at: number
  again(): void
}

/** How to ask. */
export type AskOptions = {
  /** As of when: a height, or the size of a log. An older answer stays while a newer one comes. */
  readonly at?: string | undefined
  /** Asked again every 2 s, every 10 s while the feed is connected. */
  readonly live?: boolean
  /** Asked again every 2 s until there is an answer. */
  readonly until?: boolean
  /** False: not asked yet. */
  readonly when?: boolean
}

/** Asks and remembers: `key` names the question, equal ones are asked once. */
export function useAnswer<T>(
  key: readonly unknown[],
  ask: () => Promise<T>,
  { at, live = false, until = false, when = true }: AskOptions = {},
): Answer<T> {
  const liveMs = useConnected(useClient()) ? CALM_MS : LIVE_MS
  const asked = useQuery<T>({
    queryKey: [...key, { at }],
    queryFn: ask,
    enabled: when,
    refetchInterval: ({ state }) =>
      until && state.data === undefined ? LIVE_MS : live ? liveMs : false,
    // Another question is never answered by what was said to the one before.
    placeholderData: (said, before) =>
      hashKey(before?.queryKey.slice(0, -1) ?? []) === hashKey(key) ? said : undefined,
  })
  return {
    data: asked.data,
    problem: asked.error === null ? null : problemOf(asked.error),
    waiting: asked.isPending && when,
    at: asked.dataUpdatedAt,
    again: () => {
      void asked.refetch()
    },
  }
}

/** The status of the ledger, asked for by every page together. */
export function useStatus(): Answer<LedgerStatus> {
  const client = useClient()
  return useAnswer(["status"], () => status(client), { live: true })
}

/** Marks every remembered answer as old, after something was sent. */
export function useRefresh(): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries()
  }
}
