/** What the engine writes, in `engine.log` of its home; a full file becomes `engine.log.1`. */
import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs"

/** Two such files are kept: the last hours of a busy engine, days of a quiet one. */
const FILE_BYTES_MAX = 67_108_864

/** One file, appended to. */
export class EngineLog {
  private readonly path: string
  private readonly bytesMax: number
  private file: number
  private size: number

  /** Opens the log in an engine's home. */
  constructor(home: string, bytesMax = FILE_BYTES_MAX) {
    this.path = `${home}/engine.log`
    this.bytesMax = bytesMax
    this.file = openSync(this.path, "a", 0o600)
    this.size = fstatSync(this.file).size
  }

  write(line: string): void {
    if (this.size > this.bytesMax) this.turn()
    this.size += writeSync(this.file, `${line}\n`)
  }

  private turn(): void {
    closeSync(this.file)
    renameSync(this.path, `${this.path}.1`)
    this.file = openSync(this.path, "a", 0o600)
    this.size = 0
  }

  close(): void {
    closeSync(this.file)
  }
}
