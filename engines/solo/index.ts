/** @concordat/engines/solo: the embedded engine, for one organisation, development and tests. */
export { openArchive, type SoloArchive } from "./archive.ts"
export { BlockLog, type BlockLogOptions } from "./block-log.ts"
export type { Signer } from "./closing.ts"
export { type LogExtent, logExtents, readLog } from "./read-log.ts"
export { Schedule } from "./schedule.ts"
export { IDLE_MS, SoloEngine, type SoloOptions } from "./solo.ts"
