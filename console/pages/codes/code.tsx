/** What a code means: its sentence, what to do next, what kind of no it is. */
import { type CodeRow, codeRow, type RefusalKind } from "@concordat/kernel"
import { EmptyState } from "../../components/empty-state.tsx"
import { type KnownService, refusalSentence, useServices } from "../../components/ledger.tsx"
import { Link, useSegments } from "../../components/link.tsx"
import { type Fact, Facts, Page, Panel } from "../../components/panel.tsx"
import { titled } from "../../components/words.ts"
import { codeHint, codeTitle } from "../../texts/codes.ts"
import { tell } from "../../texts/tell.ts"

/** The page. */
export function CodePage() {
  const [, code = ""] = useSegments()
  const row = codeRow(code)
  const owners = useServices().filter(({ definition }) => isOwn(definition.refusals[code], row))
  const known = row !== undefined || owners.length > 0
  return (
    <Page title={known ? tell("codes.title", { code }) : tell("codes.unknown", { code })}>
      {known ? null : (
        <Panel flush>
          <EmptyState why={tell("codes.unknownNote")} />
        </Panel>
      )}
      {owners.map((service) => (
        <OwnCode key={service.definition.name} service={service} code={code} />
      ))}
      {row === undefined ? null : (
        <Panel title={tell("codes.platform")}>
          <Facts facts={factsOf(row)} />
        </Panel>
      )}
    </Page>
  )
}

/** Every service lists the platform's codes too: its own are those that it says otherwise. */
function isOwn(refusal: RefusalKind | undefined, row: CodeRow | undefined): boolean {
  return refusal !== undefined && refusal.message !== row?.title
}

function statusFact(status: number | null): Fact {
  const value = status === null ? tell("codes.noStatus") : String(status)
  return { name: tell("codes.status"), value }
}

function factsOf({ code, title, hint, kind, status, exit }: CodeRow): readonly Fact[] {
  return [
    { name: tell("codes.sentence"), value: codeTitle(code) ?? title },
    { name: tell("codes.next"), value: codeHint(code) ?? hint },
    { name: tell("codes.kind"), value: tell(`codes.kind.${kind}`) },
    statusFact(status),
    { name: tell("codes.exit"), value: String(exit) },
  ]
}

function OwnCode({ service, code }: { readonly service: KnownService; readonly code: string }) {
  const { name, refusals } = service.definition
  const refusal = refusals[code]!
  return (
    <Panel title={titled(name)}>
      <Facts
        facts={[
          { name: tell("codes.sentence"), value: refusalSentence(service, code) },
          { name: tell("codes.kind"), value: tell("codes.kind.refusal") },
          statusFact(refusal.status),
          {
            name: tell("codes.of"),
            value: <Link to={`/services/${name}`}>{titled(name)}</Link>,
          },
        ]}
      />
    </Panel>
  )
}
