/** All that a row ever was: when, by whose command, and which of its fields changed. */
import type { TableShape } from "@concordat/kernel"
import type { RowHistory } from "@concordat/sdk"
import type { ReactElement } from "react"
import { Diff } from "../../components/diff.tsx"
import { Link, usePath } from "../../components/link.tsx"
import { Note } from "../../components/panel.tsx"
import { PartyChip } from "../../components/party-chip.tsx"
import { Timeline } from "../../components/timeline.tsx"
import { titled } from "../../components/words.ts"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import { momentsOf, type VersionMoment } from "./versions.ts"

type Props = { readonly shape: TableShape; readonly history: RowHistory }

/** The list. */
export function RecordVersions({ shape, history: { items, begins, next } }: Props) {
  const moments = momentsOf(items, begins, next === null)
  return (
    <>
      <Note>
        {moments.length === 0
          ? tell("record.never", { begins: plainText(BigInt(begins)) })
          : next === null
            ? tell("record.whole", { begins: plainText(BigInt(begins)) })
            : tell("record.newest", { count: moments.length })}
      </Note>
      <Timeline
        moments={moments.map((moment) => ({
          ...{ id: `${moment.kind} ${moment.height}`, time: moment.time, height: moment.height },
          sentence: <Told moment={moment} />,
          details: <Changes shape={shape} moment={moment} />,
          act: <Acts moment={moment} begins={begins} />,
        }))}
      />
    </>
  )
}

/** What happened, and by whose command. */
function Told({ moment: { kind, by } }: { readonly moment: VersionMoment }) {
  if (by === null || by.caller === null || by.command === null) {
    return <>{tell(`record.${kind}`)}</>
  }
  const [, command = by.command] = by.command.split(".")
  const parts = {
    ...{ what: tell(`record.${kind}`), command: titled(command) },
    who: <PartyChip key="who" party={by.caller} />,
  }
  return <>{tell.parts<"record.by", ReactElement>("record.by", parts as never)}</>
}

function Changes({
  shape,
  moment,
}: {
  readonly shape: TableShape
  readonly moment: VersionMoment
}) {
  const { kind, before, after } = moment
  if (kind !== "changed" || before === null || after === null) return null
  return (
    <Diff
      changes={shape.columns.map((name) => ({
        ...{ name, field: shape.columnKinds[name]!.field },
        ...{ before: before[name], after: after[name] },
      }))}
    />
  )
}

type ActsProps = { readonly moment: VersionMoment; readonly begins: string }

/** Its transaction; the row as it was then, of which the read model knows it all. */
function Acts({ moment: { by, height }, begins }: ActsProps) {
  const path = usePath()
  return (
    <>
      {by === null ? null : (
        <Link to={`/transactions/${by.transaction}`}>{tell("record.transaction")}</Link>
      )}
      {BigInt(height) < BigInt(begins) || height === "0" ? null : (
        <Link to={`${path}?at=${height}`}>{tell("record.then")}</Link>
      )}
    </>
  )
}
