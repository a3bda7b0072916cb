/**
 * A stand-in for organisations in tests of other services: every principal that signs through
 * `testSigner` is known, and may do what was not denied.
 */

import type { Asked } from "../service/authorise.ts"
import { ensure, refusals } from "../service/refusals.ts"
import { type Service, service } from "../service/service.ts"
import type { TestSigner } from "./signer.ts"

const refuse = refusals({})

/** The service and what a test says of principals. */
export type TestAuthority = {
  readonly service: Service
  /** Lets the signer's key be known. */
  enrol(signer: TestSigner): void
  /** Takes a role from a principal; without a role: everything. */
  deny(principal: string, role?: string | null): void
  /** Freezes a scope, as governance does: `command:money.transfer`. */
  freeze(scope: string): void
}

/** A fresh authority: everybody enrolled may do everything. */
export function testAuthority(): TestAuthority {
  const signers = new Map<string, TestSigner>()
  const denied = new Set<string>()
  const frozen = new Set<string>()
  const allowed = ({ caller, role }: Asked) =>
    !denied.has(caller) && !denied.has(`${caller} ${role}`)
  return {
    service: service({
      name: "authority",
      about: "Who may do what, in tests",
      authorise: {
        signer(_, kid) {
          const signer = signers.get(kid)
          ensure(signer, refuse.signer_not_registered, { key: kid })
          return signer
        },
        frozen(_, scopes) {
          const scope = scopes.find((one) => frozen.has(one))
          ensure(scope === undefined, refuse.frozen, { scope: scope ?? null })
          return undefined
        },
        permit(_, asked) {
          ensure(allowed(asked), refuse.permission_missing, { role: asked.role })
          return undefined
        },
      },
    }),
    enrol: (signer) => void signers.set(signer.kid, signer),
    deny: (principal, role = null) =>
      void denied.add(role === null ? principal : `${principal} ${role}`),
    freeze: (scope) => void frozen.add(scope),
  }
}
