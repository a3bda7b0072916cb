/** All that a row ever was: when, by whose command, and which of its fields changed. */
import type { TableShape } from "@concordat/kernel"
import type { RowHistory } from "@concordat/sdk"
import type { ReactElement } from "react"
import { Diff } from "../../components/diff.tsx"
import { useStatus } from "../../components/ledger.tsx"
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
          act: <Acts moment={moment} />,
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

/** Its transaction; the row as it was then, as long as the node keeps that state. */
function Acts({ moment: { by, height } }: { readonly moment: VersionMoment }) {
  const path = usePath()
  const first = useStatus().data?.provableFrom
  return (
    <>
      {by === null ? null : (
        <Link to={`/transactions/${by.transaction}`}>{tell("record.transaction")}</Link>
      )}
      {first === undefined || BigInt(height) < BigInt(first) ? null : (
        <Link to={`${path}?at=${height}`}>{tell("record.then")}</Link>
      )}
    </>
  )
}
