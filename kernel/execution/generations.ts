/**
 * A bounded memory of two generations: what is asked for stays, what is not is forgotten in bulk.
 * Forgetting never changes an answer, only the time it takes.
 */
export class Generations<Value> {
  private readonly weightMax: number
  private young = new Map<string, Value>()
  private old = new Map<string, Value>()
  private weight = 0

  /** Each of the two generations holds up to `weightMax`, by the weights given to `set`. */
  constructor(weightMax: number) {
    this.weightMax = weightMax
  }

  get(key: string): Value | undefined {
    const value = this.young.get(key)
    if (value !== undefined || this.old.size === 0) return value
    const older = this.old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: string, value: Value, weight = 1): void {
    if (this.weight >= this.weightMax) {
      this.old = this.young
      this.young = new Map()
      this.weight = 0
    }
    // What is replaced weighs nothing more: else rows that often change would drive others out.
    const before = this.young.size
    this.young.set(key, value)
    if (this.young.size > before) this.weight += weight
  }
}
