/** How busy the ledger is: operations by block, as bars. */
import { type Block, listBlocks } from "@concordat/sdk"
import { Answered } from "../../components/answered.tsx"
import { useAnswer, useClient } from "../../components/ledger.tsx"
import { Link } from "../../components/link.tsx"
import { Panel } from "../../components/panel.tsx"
import { tell } from "../../texts/tell.ts"
import { plainText } from "../../texts/translate.ts"
import styles from "./activity.module.css"

/** Blocks that are shown, and the drawing's measures in its own units. */
const BLOCKS = 40
const STEP = 8
const BAR = 6
const TALL = 72

/** The bars of the last blocks up to a height. */
export function Activity({ height }: { readonly height: string }) {
  const client = useClient()
  const answer = useAnswer(["blocks", "activity"], () => listBlocks(client, { limit: BLOCKS }), {
    at: height,
  })
  return (
    <Panel title={tell("activity.title")}>
      <Answered answer={answer} lines={3}>
        {({ blocks }) => <Chart blocks={blocks.toReversed()} />}
      </Answered>
    </Panel>
  )
}

function Chart({ blocks }: { readonly blocks: readonly Block[] }) {
  const most = Math.max(1, ...blocks.map(({ operations }) => operations))
  const operations = blocks.reduce((sum, block) => sum + block.operations, 0)
  const words = tell("activity.sum", { operations, blocks: blocks.length })
  const empty = BLOCKS - blocks.length
  const [first, last] = [blocks[0], blocks.at(-1)]
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.sum}>{words}</figcaption>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${BLOCKS * STEP} ${TALL}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        {blocks.map(({ height, operations: count }, at) => {
          const tall = count === 0 ? 1 : Math.max(3, (count / most) * TALL)
          return (
            <rect
              key={height}
              className={count === 0 ? styles.none : styles.bar}
              x={(empty + at) * STEP + (STEP - BAR) / 2}
              y={TALL - tall}
              width={BAR}
              height={tall}
              rx={1}
            >
              <title>{tell("activity.block", { height, count })}</title>
            </rect>
          )
        })}
      </svg>
      {first === undefined || last === undefined ? null : (
        <p className={styles.scale}>
          <span>{tell("time.block", { height: plainText(BigInt(first.height)) })}</span>
          <Link to="/blocks">{tell("activity.all")}</Link>
          <span>{tell("time.block", { height: plainText(BigInt(last.height)) })}</span>
        </p>
      )}
    </figure>
  )
}
