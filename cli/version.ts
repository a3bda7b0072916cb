/** The version of this release: one for all rooms. */
export const VERSION = "0.1.0"
