/** Takes the SHA-256 of a file in slices, so that a page stays quick and a large file fits. */
import { Sha256Stream, toHex } from "@concordat/kernel"

/** How far it is, from 0 to 1; then the digest in hex. */
export type HashNews =
  | { readonly progress: number }
  | { readonly digest: string }
  | { readonly failure: string }

async function digestOf(file: Blob): Promise<string> {
  const stream = Sha256Stream.start()
  const reader = file.stream().getReader()
  let read = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return toHex(stream.digest())
    stream.update(value)
    read += value.length
    self.postMessage({ progress: read / file.size } satisfies HashNews)
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Blob>) => {
  digestOf(data).then(
    (digest) => self.postMessage({ digest } satisfies HashNews),
    (failure: unknown) => self.postMessage({ failure: String(failure) } satisfies HashNews),
  )
})
