/**
 * Where the steps of an ICS-23 proof stand among their siblings: leftmost, rightmost, side by
 * side. Source of truth: cosmos/ics23 `go/proof.go`, `IsLeftMost` to `orderFromPadding`.
 */
import { equalBytes } from "../bytes.ts"
import type { InnerOp } from "./commitment-proof.ts"
import type { InnerSpec } from "./specs.ts"

/** Whether a step's prefix and suffix are those of the `branch`th child. */
function standsAt(inner: InnerSpec, step: InnerOp, branch: number): boolean {
  const position = inner.childOrder.indexOf(branch)
  if (position < 0) return false
  const before = position * inner.childSize
  return (
    step.prefix.length >= before + inner.minPrefixLength &&
    step.prefix.length <= before + inner.maxPrefixLength &&
    step.suffix.length === (inner.childOrder.length - 1 - position) * inner.childSize
  )
}

/** Which child a step stands for, the first that fits; -1 for none. */
function branchOf(inner: InnerSpec, step: InnerOp): number {
  for (let branch = 0; branch < inner.childOrder.length; branch++) {
    if (standsAt(inner, step, branch)) return branch
  }
  return -1
}

/** Whether `count` children from `from` on in `siblings`, by their positions, are all empty. */
function areEmpty(inner: InnerSpec, siblings: Uint8Array, from: number, count: number): boolean {
  for (let i = 0; i < count; i++) {
    const position = inner.childOrder.indexOf(i)
    if (position < 0) return false
    const at = from + position * inner.childSize
    if (!equalBytes(inner.emptyChild, siblings.subarray(at, at + inner.childSize))) return false
  }
  return true
}

/** Whether a step has children before it and all of them are empty. */
export function leftBranchesAreEmpty(inner: InnerSpec, step: InnerOp): boolean {
  const count = branchOf(inner, step)
  if (count <= 0) return false
  const from = step.prefix.length - count * inner.childSize
  return from >= 0 && areEmpty(inner, step.prefix, from, count)
}

/** Whether a step has children after it and all of them are empty. */
export function rightBranchesAreEmpty(inner: InnerSpec, step: InnerOp): boolean {
  const branch = branchOf(inner, step)
  const count = inner.childOrder.length - 1 - branch
  if (branch < 0 || count === 0) return false
  if (step.suffix.length !== count * inner.childSize) return false
  return areEmpty(inner, step.suffix, 0, count)
}

/** Whether nothing lies to the left of a path. */
export function isLeftmost(inner: InnerSpec, path: readonly InnerOp[]): boolean {
  return path.every((step) => standsAt(inner, step, 0) || leftBranchesAreEmpty(inner, step))
}

/** Whether nothing lies to the right of a path. */
export function isRightmost(inner: InnerSpec, path: readonly InnerOp[]): boolean {
  const last = inner.childOrder.length - 1
  return path.every((step) => standsAt(inner, step, last) || rightBranchesAreEmpty(inner, step))
}

function sameStep(a: InnerOp, b: InnerOp): boolean {
  return equalBytes(a.prefix, b.prefix) && equalBytes(a.suffix, b.suffix)
}

/** Whether `right` is the next path after `left`: they fork once, and nothing lies between. */
export function areNeighbours(
  inner: InnerSpec,
  left: readonly InnerOp[],
  right: readonly InnerOp[],
): boolean {
  let [leftTop, rightTop] = [left.length - 1, right.length - 1]
  while (leftTop >= 0 && rightTop >= 0 && sameStep(left[leftTop]!, right[rightTop]!)) {
    leftTop--
    rightTop--
  }
  if (leftTop < 0 || rightTop < 0) return false
  const branch = branchOf(inner, left[leftTop]!)
  if (branch < 0 || branchOf(inner, right[rightTop]!) !== branch + 1) return false
  return isRightmost(inner, left.slice(0, leftTop)) && isLeftmost(inner, right.slice(0, rightTop))
}
