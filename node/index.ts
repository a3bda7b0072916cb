/** @concordat/node: the contract of the room. The gateway knows `Ledger` alone. */

export { makeBackup, restoreFiles, verifyBackup } from "./backup/backup.ts"
export { type Comparison, compareStates, type Difference, type Writer } from "./compare/compare.ts"
export { writeDivergence } from "./compare/divergence.ts"
export { folderSide } from "./compare/folder.ts"
export { answerQuestion, remoteSide } from "./compare/remote.ts"
export type { Side } from "./compare/side.ts"
export { type SettingChange, settingChanges, settingValue } from "./configuration/changes.ts"
export { type Fault, loadConfiguration, readConfiguration } from "./configuration/configuration.ts"
export type { Setting } from "./configuration/setting.ts"
export { allSettings, type Configuration, nameOf, variableOf } from "./configuration/settings.ts"
export { configurationText, type Said } from "./configuration/text.ts"
export { diagnose } from "./doctor/diagnose.ts"
export type { Facts, LedgerFacts } from "./doctor/facts.ts"
export type { Diagnosis } from "./doctor/finding.ts"
export { gather, type NodePlace } from "./doctor/gather.ts"
export { liveDoctor } from "./doctor/live.ts"
export { tailOf } from "./doctor/logs.ts"
export { fileLimit } from "./doctor/machine.ts"
export type { CometChoice } from "./engine.ts"
export { exitCodeOf } from "./exit-codes.ts"
export { developmentChain, developmentGenesis } from "./genesis/development.ts"
export {
  drawnKeystore,
  type Keystore,
  openKeystore,
  readPassphrase,
} from "./keystore/keystore.ts"
export type {
  BlockNotice,
  BlockRecord,
  BlockSummary,
  CheckAnswer,
  ClaimRequest,
  Cursor,
  EventRecord,
  EventsAnswer,
  EvidenceRequest,
  Ledger,
  OperationRefusal,
  OperationResult,
  ReadModel,
  ReadModelAnswer,
  ReadModelStatus,
  Receipt,
  RowChange,
  SnapshotNotice,
  Status,
  TransactionRecord,
  Viewed,
} from "./ledger.ts"
export { lockFolder } from "./lock.ts"
export { createLog, type Log, type LogLevel, silentLog } from "./log/log.ts"
export { measuredDisk } from "./metrics/measured.ts"
export { type Build, type Extra, Metrics } from "./metrics/metrics.ts"
export { type OpenOptions, openLedger, type ReadModelChoice } from "./open.ts"
export type { OfflineReadModel } from "./projector/offline.ts"
export { type Retention, retainReadModel } from "./projector/retention.ts"
export { withStoppedReadModel } from "./projector/stopped.ts"
export { PREDECESSOR, readGround } from "./recovery/ground.ts"
export { type LeftLedger, readStopped } from "./recovery/stopped.ts"
export type { NetworkRegister } from "./register.ts"
export { rehearseIn } from "./rehearsal/offline.ts"
export type { Rehearsed } from "./rehearsal/rehearse.ts"
export { replayBlocks } from "./replay/replay.ts"
export { verifyStore } from "./replay/verify-store.ts"
export { type RollbackOptions, rollBack } from "./rollback/rollback.ts"
export { systemClock, systemScheduler } from "./seams/clock.ts"
export { readingDisk, systemDisk } from "./seams/disk.ts"
export { systemRandom } from "./seams/random.ts"
export { register, services, servicesModule } from "./services.ts"
export {
  type JudgedSnapshot,
  judgeSnapshot,
  snapshotsIn,
  writeSnapshotOf,
} from "./snapshots/offline.ts"
