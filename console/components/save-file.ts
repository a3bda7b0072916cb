/** Saving bytes as a file of this device: nothing is sent. */

/** How long the browser may take to begin saving, in milliseconds. */
const BEGIN_MS = 10_000

/** Offers bytes for saving under a name. */
export function saveFile(bytes: Uint8Array, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), BEGIN_MS)
}
