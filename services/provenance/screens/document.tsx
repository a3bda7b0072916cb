/** A document's page: its standing in a sentence, what the register holds of it, its history. */
import {
  Answered,
  absolute,
  Columns,
  EvidenceButton,
  Note,
  Page,
  Panel,
  PastPicker,
  plainText,
  Stack,
  shortened,
  spaced,
  type Tone,
  UnbornBanner,
  useAnswer,
  useClient,
  useParameters,
  useStatus,
  VerdictBanner,
} from "@concordat/console/components"
import { getDocumentEvidence } from "@concordat/sdk"
import { Acts } from "./document-acts.tsx"
import { askDocument, type DocumentAnswer, standingOf } from "./document-answer.ts"
import { DocumentFacts } from "./document-facts.tsx"
import { History } from "./document-history.tsx"
import { tell } from "./tell.ts"

const TONES: Readonly<Record<ReturnType<typeof standingOf>["state"], Tone>> = {
  valid: "positive",
  suspended: "caution",
  superseded: "caution",
  expired: "caution",
  revoked: "negative",
  disposed: "unknown",
}

type Names = { readonly organisation: string; readonly handle: string }

/** The page. */
export function DocumentPage({ parts }: { readonly parts: Readonly<Record<string, string>> }) {
  const names = { organisation: parts["organisation"] ?? "", handle: parts["handle"] ?? "" }
  const { organisation, handle } = names
  const client = useClient()
  const [parameters] = useParameters()
  const at = parameters.get("at")
  const height = useStatus().data?.height
  const answer = useAnswer(
    ["document", organisation, handle, at],
    () => askDocument(client, organisation, handle, at),
    { at: at === null ? height : undefined },
  )
  const { data } = answer
  // The verdict of now says itself as of which block it holds.
  const shown = at === null || data === undefined || "began" in data ? undefined : data
  const past = shown !== undefined && "absent" in shown ? shown.absent : shown
  return (
    <Page title={tell("document.page", { handle: shortened(handle) })}>
      <PastPicker answer={answer} shown={past} />
      <Answered answer={answer} lines={8}>
        {(document) =>
          "began" in document ? (
            <UnbornBanner began={document.began} />
          ) : "absent" in document ? (
            <VerdictBanner
              tone="unknown"
              sentence={tell(at === null ? "document.batch" : "document.notThen")}
            />
          ) : (
            <Known names={names} document={document} isPast={at !== null} />
          )
        }
      </Answered>
    </Page>
  )
}

type KnownProps = {
  readonly names: Names
  readonly document: DocumentAnswer
  /** Of the past nothing can be done, and the evidence that is given is of now. */
  readonly isPast: boolean
}

function Known({ names, document, isPast }: KnownProps) {
  const standing = standingOf(document)
  return (
    <Stack>
      <VerdictBanner tone={TONES[standing.state]} sentence={sentenceOf(standing)}>
        {standing.state === "valid" ? <span>{tell("document.nothingAgainst")}</span> : null}
        <span>
          {tell("document.asOf", {
            height: plainText(BigInt(document.height)),
            time: absolute(document.time),
          })}
        </span>
      </VerdictBanner>
      <Columns>
        <Stack>
          <DocumentFacts
            names={names}
            document={document}
            state={standing.state}
            evidence={isPast ? null : <Evidence {...names} />}
          />
          {isPast ? null : <Acts names={names} document={document} state={standing.state} />}
        </Stack>
        <Panel title={tell("document.history")}>
          <History document={document} />
        </Panel>
      </Columns>
      <Note>{tell("document.limits")}</Note>
    </Stack>
  )
}

function sentenceOf({ state, by, until }: ReturnType<typeof standingOf>): string {
  if (state === "suspended") {
    return tell("document.suspended", { until: by.until === null ? "–" : absolute(by.until) })
  }
  if (state === "expired") return tell("document.expired", { until: absolute(until ?? 0) })
  if (state === "revoked") {
    return tell("document.revoked", { reason: spaced(by.reason ?? "unspecified") })
  }
  return tell(`document.${state}`)
}

function Evidence({ organisation, handle }: Names) {
  const client = useClient()
  const short = shortened(handle)
  return (
    <EvidenceButton
      look="primary"
      id={`document ${organisation} ${handle}`}
      title={tell("document.evidenceTitle", { handle: short })}
      name={`document-${handle.slice(0, 8)}`}
      load={async () => (await getDocumentEvidence(client, { organisation, handle })).bundle}
    />
  )
}
