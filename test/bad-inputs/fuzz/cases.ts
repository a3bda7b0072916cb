/** How much `npm test` spoils. */

/** Inputs of a quick reader: with those of the slow ones a million of all. */
export const CASES = 45_000
/** Requests of each of three kinds, through the whole gateway. */
export const REQUESTS = 2_000

/** The names of all readers. */
export const READERS = [
  ...["transaction", "draft", "transaction in JSON", "sequence of transactions"],
  ...["input of provenance.setClass", "input of organisations.grant", "input of sample.every"],
  ...["input of sample.count", "bundle", "bundle in JSON", "evidence of a document"],
  ...["verdict on a document", "anchor", "canonical CBOR", "COSE_Sign1", "receipt"],
  ...["ABCI request", "ABCI frame", "snapshot", "genesis", "configuration", "payments as CSV"],
  ...["payments as XML", "record of the block log", "ICS-23 proof", "log proof of inclusion"],
  ...["log proof of consistency", "message of the feed", "WebSocket frame", "HTTP body"],
]
