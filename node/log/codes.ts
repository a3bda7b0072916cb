/** Every line that a node logs has one of these codes. Sorted; each says when it is written. */
export const LOG_CODES = {
  accelerators_chosen: "which libraries verify and hash",
  block_closed: "a block with transactions is final",
  block_log_cut: "a torn tail was cut off the block log (E13)",
  bug: "an assertion failed; the node stops",
  configuration_changed: "a setting took effect by SIGHUP, or waits for the next start",
  configuration_refused: "SIGHUP found a fault in the file; nothing was changed",
  disk_full: "no room to write; the node stops (E14)",
  engine_failed: "the engine stopped by itself",
  engine_restarted: "the engine ended and is started again",
  engine_slow: "the engine waits for an answer for 2 s",
  engine_stalled: "the engine waits for an answer for 30 s",
  genesis_run: "the genesis rows were written",
  ledger_closed: "the data folder is let go",
  ledger_opened: "the node takes transactions",
  node_ready: "the gateway listens",
  node_stopping: "a signal or a failure ends the node",
  proposal_refused: "a proposed block was rejected; the reason says why",
  replay_progress: "blocks are executed again from the block log",
  request_failed: "the gateway answered with a fault of our own",
  request_refused: "the gateway answered no; the problem's code says why",
  store_damaged: "the state store was put aside and is rebuilt (E14)",
  transaction_poisoned: "a transaction reached a bug and was not admitted",
  workers_lost: "a verification thread failed; its work is done in place",
} as const

export type LogCode = keyof typeof LOG_CODES
