/** Where the rail leads: the pages of the console, and those that services add. */
import type { IconName } from "../components/icons.tsx"
import { type KnownService, useServices } from "../components/ledger.tsx"
import { tell } from "../texts/tell.ts"

/** One entry of the rail. */
export type Place = {
  readonly title: string
  readonly path: string
  readonly icon: IconName
  /** The key that follows `g`. */
  readonly key?: string
  /** Shows how many things wait for whoever looks. */
  readonly counts?: boolean
  /** A page of its own, not of this application. */
  readonly apart?: boolean
  /** Paths below it count as its own. */
  readonly under: readonly string[]
}

function entriesOf({ definition, entries }: KnownService): readonly Place[] {
  const wholeOf = (path: string) => `/services/${definition.name}/${path}`
  return entries.map(({ title, path, icon, under = [] }) => {
    return { title, path: wholeOf(path), icon, under: [path, ...under].map(wholeOf) }
  })
}

/** All of them, in the order of the rail. */
export function usePlaces(): readonly Place[] {
  const own = useServices().flatMap(entriesOf)
  return [
    {
      title: tell("nav.verify"),
      path: "/verify",
      icon: "verify",
      apart: true,
      key: "v",
      under: [],
    },
    { title: tell("nav.overview"), path: "/", icon: "overview", key: "o", under: [] },
    {
      title: tell("nav.inbox"),
      path: "/inbox",
      icon: "inbox",
      key: "i",
      counts: true,
      under: ["/inbox"],
    },
    ...own,
    ...PAGES.map((page) => ({ ...page, title: tell(page.title) })),
  ]
}

const PAGES = [
  {
    title: "nav.services",
    path: "/services",
    icon: "services",
    key: "s",
    under: ["/services"],
  },
  {
    title: "nav.explorer",
    path: "/blocks",
    icon: "explorer",
    key: "e",
    under: ["/blocks", "/transactions", "/events"],
  },
  {
    title: "nav.organisations",
    path: "/organisations",
    icon: "organisations",
    key: "r",
    under: ["/organisations"],
  },
  {
    title: "nav.network",
    path: "/network",
    icon: "network",
    key: "n",
    under: ["/network"],
  },
  {
    title: "nav.access",
    path: "/access",
    icon: "person",
    key: "a",
    under: ["/access"],
  },
] as const

/** The place of a path: the one with the longest path that leads there. */
export function placeOf(places: readonly Place[], path: string): Place | undefined {
  const lengthOf = ({ path: own, under }: Place) => {
    const lengths = under.filter((one) => path === one || path.startsWith(`${one}/`))
    return Math.max(path === own ? own.length : -1, ...lengths.map((one) => one.length))
  }
  const fitting = places.filter((place) => lengthOf(place) >= 0)
  return fitting.sort((a, b) => lengthOf(b) - lengthOf(a))[0]
}
