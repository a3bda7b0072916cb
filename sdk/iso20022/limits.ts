/** Every limit of messages and payment files, by name. */

/** Bytes of one message or file. */
export const MESSAGE_BYTES_MAX = 4_194_304
/** Bytes of a message that was read and is written again to be judged: indented by its depth. */
export const JUDGED_BYTES_MAX = 16 * MESSAGE_BYTES_MAX
/** Elements inside each other, the outermost one among them. */
export const DEPTH_MAX = 64
/** Elements of one message: what a message of the most bytes needs, and no more. */
export const ELEMENTS_MAX = 250_000
/** Bytes of a sender's secret: more than anybody can guess. */
export const SECRET_BYTES_MIN = 16
export const SECRET_BYTES_MAX = 64
/** Payments of one message or file. */
export const PAYMENTS_MAX = 10_000
/** Lines of one entry unless told: one signature, and a failure touches no other entry. */
export const LINES_PER_ENTRY = 100
/** Free lines of a postal address, and characters of one (ISO 20022, hybrid addresses). */
export const ADDRESS_LINES_MAX = 2
export const ADDRESS_LINE_CHARACTERS_MAX = 70
/** Faults that a schema is asked for at most. */
export const FAULTS_MAX = 20
