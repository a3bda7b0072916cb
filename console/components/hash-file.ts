/** The fingerprint of a file, taken on this device: the file is never sent. */
import { sha256, toHex } from "@concordat/kernel"
import type { HashNews } from "../work/hash.worker.ts"

/** Larger files are hashed in a worker. */
const INLINE_BYTES_MAX = 1_048_576

/** SHA-256 in hex; `progress` is told from 0 to 1. Throws `Error` for an unreadable file. */
export async function hashFile(
  file: Blob,
  progress: (done: number) => void = () => {},
): Promise<string> {
  if (file.size <= INLINE_BYTES_MAX) return toHex(sha256(new Uint8Array(await file.arrayBuffer())))
  const worker = new Worker(new URL("../work/hash.worker.ts", import.meta.url), {
    type: "module",
    name: "hash",
  })
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener("error", () => reject(new Error("The worker did not start.")))
      worker.addEventListener("message", ({ data }: MessageEvent<HashNews>) => {
        if ("progress" in data) progress(data.progress)
        else if ("digest" in data) resolve(data.digest)
        else reject(new Error(data.failure))
      })
      worker.postMessage(file)
    })
  } finally {
    worker.terminate()
  }
}
