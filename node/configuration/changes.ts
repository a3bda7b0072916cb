/** How two configurations differ, and what of it takes effect while the node runs. */
import { allSettings, type Configuration, nameOf } from "./settings.ts"

/** One setting that differs. */
export type SettingChange = {
  readonly setting: string
  readonly before: unknown
  readonly after: unknown
  /** Whether SIGHUP brings it into effect. */
  readonly reload: boolean
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The value of a setting. */
export function settingValue(configuration: Configuration, section: string, key: string): unknown {
  return (configuration as Record<string, Record<string, unknown>>)[section]![key]
}

/** What differs, in the order of the reference. */
export function settingChanges(
  before: Configuration,
  after: Configuration,
): readonly SettingChange[] {
  const changes: SettingChange[] = []
  for (const { section, key, of } of allSettings()) {
    const [old, now] = [settingValue(before, section, key), settingValue(after, section, key)]
    if (same(old, now)) continue
    changes.push({ setting: nameOf(section, key), before: old, after: now, reload: of.reload })
  }
  return changes
}
