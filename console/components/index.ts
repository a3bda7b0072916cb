/**
 * @concordat/console/components: what screens of services are made of. No service is known here; a
 * service hands its own screens over as a `KnownService`.
 */

// The ledger that a page asks, and what it answers

export { type Acting, useActing } from "./acting.ts"
export { Answered } from "./answered.tsx"
export type { Attention, Notice, Task } from "./attention.ts"
export {
  type Answer,
  type AskOptions,
  type KnownService,
  type RowJson,
  type Screen,
  type ScreenEntry,
  useAnswer,
  useClient,
  useRefresh,
  useService,
  useServices,
  useStatus,
} from "./ledger.tsx"
export { useLedgerClock } from "./ledger-clock.ts"
export { Link, useGo, useParameters, usePath } from "./link.tsx"
export { useMe } from "./me.ts"
export { type Problem, problemOf, sentenceOf } from "./problem.ts"

// Parts of a page

export { Button, type ButtonLook, buttonClass, IconButton } from "./button.tsx"
export { ChoiceField } from "./choice-field.tsx"
export { CopyButton } from "./copy-button.tsx"
export { CosignersField } from "./cosigners-field.tsx"
export { Countdown } from "./countdown.tsx"
export { type Column, DataTable } from "./data-table.tsx"
export { Dialog } from "./dialog.tsx"
export { Diff } from "./diff.tsx"
export { DropZone } from "./drop-zone.tsx"
export { EmptyState } from "./empty-state.tsx"
export { GeneratedTable } from "./generated-table.tsx"
export { Icon, type IconName } from "./icons.tsx"
export type { ListFilter } from "./list/fields.ts"
export { type Asked, List, type ListColumn, type ListPage } from "./list/list.tsx"
export { Pager } from "./pager.tsx"
export { Columns, type Fact, Facts, Note, Page, Panel, Row, Stack } from "./panel.tsx"
export { type Found as FoundRow, rowsAsOf, type Unborn } from "./past/past.ts"
export { PastPicker } from "./past/past-picker.tsx"
export { UnbornBanner } from "./past/unborn.tsx"
export { ProblemNotice } from "./problem-notice.tsx"
export { QrCode } from "./qr-code.tsx"
export { CheckField, RadioField } from "./radio-field.tsx"
export { useReadModelState } from "./read-model.ts"
export { cellText } from "./row-cells.ts"
export { EventSentence } from "./sentence.tsx"
export { Sign, type Tone } from "./sign.tsx"
export { type Step, StepList, type StepState } from "./step-list.tsx"
export { Tabs } from "./tabs.tsx"
export { TextField } from "./text-field.tsx"
export { type Moment, Timeline } from "./timeline.tsx"
export { VerdictBanner } from "./verdict-banner.tsx"

// Values

export { type Draft, type Faults, idOf } from "./controls/control.ts"
export { RecordFields } from "./controls/inputs/record-fields.tsx"
export { FieldShow } from "./controls/show.tsx"
export { blank, draftFromJson, draftToJson } from "./controls/table.ts"
export { HashChip } from "./hash-chip.tsx"
export { HeightBadge } from "./height-badge.tsx"
export { PartyChip, partyPath } from "./party-chip.tsx"
export { keyWord, rowPath } from "./row-path.ts"
export { isState, StatusPill } from "./status-pill.tsx"
export { TimeCell } from "./time-cell.tsx"
export { absolute, exact, sinceThen, zoneName } from "./times.ts"
export { inFours, shortened, spaced, titled, visible } from "./words.ts"

// Files, evidence, anchors: on this device

export { addAnchor, keptAnchors, trustedLedger } from "./anchors.ts"
export { contact, fetchAnchor } from "./contact.ts"
export { csvCell } from "./csv.ts"
export { EvidenceButton, EvidenceDrawer, type EvidenceSource } from "./evidence-drawer.tsx"
export { hashFile } from "./hash-file.ts"
export { kernelSteps } from "./kernel-steps.tsx"
export { saveFile } from "./save-file.ts"
export { verifyHere } from "./verification.ts"

// Texts

export { LOCALE } from "../texts/language.ts"
export { plainText, type Translate, translate } from "../texts/translate.ts"
