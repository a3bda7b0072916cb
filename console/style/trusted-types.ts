/**
 * What of the page may become HTML or a script's address (W3C Trusted Types): text without a `<`,
 * as style sheets are that a library writes, and scripts of our own origin. Browsers without these
 * types have the rest of the policy. Imported before anything else.
 */

type Rules = {
  readonly createHTML: (text: string) => string
  readonly createScriptURL: (url: string) => string
}
type Factory = { createPolicy(name: string, rules: Rules): unknown }

/** Scripts that the page may start: its workers, and the worker that keeps it offline. */
const SCRIPTS = /^\/(assets\/[\w.-]+\.js|offline\.js)$/

const rules: Rules = {
  createHTML(text) {
    if (text.includes("<")) throw new TypeError("Text of this page never becomes markup.")
    return text
  },
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.href)
    if (origin === location.origin && SCRIPTS.test(pathname)) return url
    throw new TypeError("This page starts scripts of its own alone.")
  },
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: Factory }
if (import.meta.env.PROD) trustedTypes?.createPolicy("default", rules)
