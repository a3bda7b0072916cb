/** Which hand-made page of a service a path means. */

/** The values of the segments that vary, by name. */
export type Parts = Readonly<Record<string, string>>

/** The first screen whose path has the form of the segments, and their values; null for none. */
export function matchScreen<S extends { readonly path: string }>(
  screens: readonly S[],
  segments: readonly string[],
): { readonly screen: S; readonly parts: Parts } | null {
  for (const screen of screens) {
    const pattern = screen.path.split("/")
    const fits =
      pattern.length === segments.length &&
      pattern.every((part, at) => part.startsWith("$") || part === segments[at])
    if (!fits) continue
    const varying = pattern.flatMap((part, at) =>
      part.startsWith("$") ? [[part.slice(1), segments[at]!] as const] : [],
    )
    return { screen, parts: Object.fromEntries(varying) }
  }
  return null
}
