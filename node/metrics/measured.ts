/** The seams of a node with somebody who measures: calls of the engine, syncs of the disk. */
import type { Application } from "@concordat/engines/port"
import type { Clock, Disk, DiskFile } from "@concordat/engines/seams"
import type { StateStore } from "../store/state-store.ts"
import type { CallName, Metrics } from "./metrics.ts"

const MS_A_SECOND = 1_000

/** The application, each of whose calls is timed but `checkTx`, of which there are too many. */
export function measuredApplication(
  application: Application,
  clock: Clock,
  metrics: Metrics,
): Application {
  async function timed<T>(method: CallName, call: Promise<T>): Promise<T> {
    const since = clock.elapsed()
    const answer = await call
    metrics.called(method, (clock.elapsed() - since) / MS_A_SECOND)
    return answer
  }
  return {
    info: () => application.info(),
    initChain: (request) => application.initChain(request),
    checkTx: (request) => application.checkTx(request),
    prepareProposal: (request) => {
      return timed("prepare_proposal", application.prepareProposal(request))
    },
    processProposal: (request) => {
      return timed("process_proposal", application.processProposal(request))
    },
    finalizeBlock(request) {
      metrics.misbehaviour(request.misbehaviour.length)
      return timed("finalize_block", application.finalizeBlock(request))
    },
    commit: () => timed("commit", application.commit()),
    snapshots: application.snapshots,
    mayConnect: (node) => application.mayConnect(node),
    peers: () => application.peers(),
    prove: (key, height) => application.prove(key, height),
  }
}

/** The state store, each of whose batches is timed. */
export function measuredStore(store: StateStore, clock: Clock, metrics: Metrics): StateStore {
  return {
    location: store.location,
    get: (key) => store.get(key),
    async write(changes, durable) {
      const since = clock.elapsed()
      await store.write(changes, durable)
      metrics.flushed((clock.elapsed() - since) / MS_A_SECOND)
    },
    entries: (from, to) => store.entries(from, to),
    keys: (from, to) => store.keys(from, to),
    clear: () => store.clear(),
    view: () => store.view(),
    close: () => store.close(),
  }
}

function measuredFile(file: DiskFile, clock: Clock, metrics: Metrics): DiskFile {
  return {
    size: () => file.size(),
    read: (at, length) => file.read(at, length),
    write: (at, bytes) => file.write(at, bytes),
    async sync() {
      const since = clock.elapsed()
      await file.sync()
      metrics.synced((clock.elapsed() - since) / MS_A_SECOND)
    },
    truncate: (size) => file.truncate(size),
    close: () => file.close(),
  }
}

/** The disk, each of whose syncs is timed. */
export function measuredDisk(disk: Disk, clock: Clock, metrics: Metrics): Disk {
  return {
    open: async (path) => measuredFile(await disk.open(path), clock, metrics),
    read: (path) => disk.read(path),
    replace: (path, bytes, mode) => disk.replace(path, bytes, mode),
    rename: (from, to) => disk.rename(from, to),
    list: (folder) => disk.list(folder),
    makeFolder: (path, mode) => disk.makeFolder(path, mode),
    remove: (path) => disk.remove(path),
    mode: (path) => disk.mode(path),
  }
}
