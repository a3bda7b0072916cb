/**
 * The seams through which engines and node reach the world: time, files, randomness, later ticks.
 * Production hands in thin adapters (`node/seams`), tests deterministic ones (`engines/testing`);
 * both pass the same conformance tests, so a whole node with faults runs in one thread.
 */

/** The two clocks of a machine. */
export interface Clock {
  /** Wall time, milliseconds of 1970. May jump either way. */
  now(): number
  /** Milliseconds since some start, never backwards: for measuring, not for telling. */
  elapsed(): number
}

/** One open file. Positions and lengths in bytes. Every method may fail as `Disk` says. */
export interface DiskFile {
  size(): Promise<number>
  /** The bytes from `at`, fewer at the end of the file. */
  read(at: number, length: number): Promise<Uint8Array>
  /** Writes all of `bytes` at `at`, in one call of the system where it takes them. */
  write(at: number, bytes: Uint8Array): Promise<void>
  /** Returns when all written data would survive a power cut (`fdatasync`). */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}

/**
 * Files below absolute paths. Failures are `ConcordatError`: `disk_full` when there is no room,
 * else `store_damaged` naming the path.
 */
export interface Disk {
  /** Opens for reading and writing; an absent file is created, and its name is durable. */
  open(path: string): Promise<DiskFile>
  /** A whole file, or null where there is none. */
  read(path: string): Promise<Uint8Array | null>
  /** The file has its old content or the new one, never a mixture; durable on return. */
  replace(path: string, bytes: Uint8Array, mode?: number): Promise<void>
  /** File and folder names in a folder, sorted; none where it is absent. */
  list(folder: string): Promise<readonly string[]>
  /** With its parents; nothing happens where it exists. */
  makeFolder(path: string, mode?: number): Promise<void>
  /** A file, or a folder with all that it holds; nothing happens where it is absent. */
  remove(path: string): Promise<void>
  /** A file or folder gets another name, which nothing has; durable on return. */
  rename(from: string, to: string): Promise<void>
  /** Permission bits, or null where there is no such file. */
  mode(path: string): Promise<number | null>
}

/** Where secrets, salts and names come from. */
export interface Random {
  /** Bytes that nobody can foretell (in tests: the seed's). */
  bytes(length: number): Uint8Array
}

/** When work that waits is done. */
export interface Scheduler {
  /** Runs `task` once what is at hand has run: after pending I/O, in the order given. */
  soon(task: () => void): void
  /** Runs `task` after `ms`; answers how to call it off. Keeps no process alive. */
  after(ms: number, task: () => void): () => void
}
