/** Words as a person can paste them into a shell again. */

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** A word, in single quotes where a POSIX shell would read something else. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
