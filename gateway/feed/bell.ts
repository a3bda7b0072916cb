/** Wakes one who waits: a ring that nobody waited for is remembered, several count as one. */
export class Bell {
  private rung = false
  private wake: (() => void) | null = null

  readonly ring = (): void => {
    this.rung = true
    this.wake?.()
  }

  /** Returns once it was rung since the last return. */
  async wait(): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((wake) => {
        this.wake = wake
      })
    }
    this.wake = null
    this.rung = false
  }
}
