/** The pages of the explorer, loaded together when one of them is opened. */
export { BlockPage } from "./block.tsx"
export { BlocksPage } from "./blocks.tsx"
export { EventPage } from "./event.tsx"
export { EventsPage } from "./events.tsx"
export { TransactionPage } from "./transaction.tsx"
export { TransactionsPage } from "./transactions.tsx"
