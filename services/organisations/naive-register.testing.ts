/**
 * For tests: the register as plain maps, written from its specification and not from its code. It
 * predicts the code of every refusal and, by what it holds afterwards, every row.
 */
import {
  type NaiveGrant,
  type NaiveKey,
  naiveLinks,
  naiveQuorum,
  naiveSigner,
} from "./naive-rights.testing.ts"

export type NaiveTerms = {
  from: number
  until: number | null
  limit: bigint | null
  delegable: boolean
}
type Place = { role: string; scope: string }
type Heads = { name: string; key: string }[]

/** A command in the words of a test. Keys have names; a party is written as the register does. */
export type NaiveCommand =
  | { do: "admit"; organisation: string; class: string; threshold: number; heads: Heads }
  | { do: "resetAdministrators"; organisation: string; threshold: number; heads: Heads }
  | { do: "activate" }
  | { do: "suspend"; organisation: string; reason: string }
  | { do: "reinstate"; organisation: string; reason: string }
  | { do: "update"; threshold: number }
  | { do: "addPrincipal"; name: string; kind: string }
  | { do: "suspendPrincipal" | "reinstatePrincipal" | "retirePrincipal"; name: string }
  | {
      do: "addKey"
      holder: string
      key: string
      purpose: string
      from: number
      until: number | null
      proof: boolean
    }
  | { do: "rotateKey"; old: string; key: string; days: number; proof: boolean }
  | { do: "revokeKey"; key: string; since: number | null }
  | ({ do: "grantOrganisation"; organisation: string } & Place & NaiveTerms)
  | ({ do: "revokeOrganisation"; organisation: string } & Place)
  | ({ do: "grant"; holder: string } & Place & NaiveTerms)
  | ({ do: "revokeGrant"; holder: string } & Place)

type Office = {
  class: string
  status: string
  threshold: number
  since: number
  changed: number
  reason: string | null
}
type Person = { kind: string; status: string; since: number; changed: number }
type Key = NaiveKey & { holder: string; since: number | null }
type Right = NaiveGrant & { changed: number }

/** All that the register holds. Members and counts follow from it. */
export type NaiveState = {
  offices: Map<string, Office>
  persons: Map<string, Person>
  keys: Map<string, Key>
  rights: Map<string, Right>
  heads: Set<string>
}

const DAY = 86_400_000
const ROLES = ["permits.issue", "org.admin", "org.operator"]
const K = ["activate", "update", "addPrincipal", "reinstatePrincipal", "retirePrincipal", "addKey"]
const TWO_THIRDS = ["admit", "resetAdministrators", "suspend", "reinstate"]
const HALF = ["grantOrganisation", "revokeOrganisation"]

class Refused {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}
function must(condition: unknown, code: string): asserts condition {
  if (!condition) throw new Refused(code)
}
const officeOf = (who: string) => who.split("/")[0]!
const placeOf = (holder: string, { role, scope }: Place) => `${holder} ${role} ${scope}`

/** The register: commands go in, codes come out. */
export class NaiveConsortium {
  state: NaiveState
  private now = 0
  private caller = ""
  private own = ""
  private signers: readonly string[] = []

  constructor(state: NaiveState) {
    this.state = state
  }

  /** Who signs a transaction now: the code that stops all of it, or null. */
  signed(keys: readonly string[], now: number): string | null {
    this.now = now
    for (const name of keys) {
      const key = this.state.keys.get(name)
      const person = this.state.persons.get(key?.holder ?? "")
      const office = this.state.offices.get(officeOf(key?.holder ?? ""))
      const age = Math.floor((now - (office?.since ?? 0)) / DAY)
      const facts = { status: office?.status ?? "removed", invited: age }
      const code = naiveSigner(key, person?.status, facts, now)
      if (code !== null) return code
    }
    this.signers = keys.map((name) => this.state.keys.get(name)!.holder)
    this.caller = this.signers[0]!
    this.own = officeOf(this.caller)
    return null
  }

  /** One operation of those who signed: the code of its refusal, or null. */
  apply(command: NaiveCommand): string | null {
    const before = structuredClone(this.state)
    try {
      this.permit(command)
      this.run(command)
      return null
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      this.state = before
      return failure.code
    }
  }

  /** Active members, and all whom they could be. */
  members(): string[] {
    const { offices } = this.state
    const active = [...offices].filter(([, o]) => o.class === "member" && o.status === "active")
    return active.map(([name]) => name).sort()
  }

  suspended(): number {
    const all = [...this.state.offices.values()]
    return all.filter((o) => o.class === "member" && o.status === "suspended").length
  }

  headsOf(office: string): string[] {
    return [...this.state.heads].filter((who) => officeOf(who) === office).sort()
  }

  private quorum(rule: "administrators" | "half" | "two_thirds", concerned = ""): string | null {
    return naiveQuorum(rule, {
      ...{ signers: this.signers, administrators: [...this.state.heads], concerned },
      ...{ threshold: this.state.offices.get(this.own)!.threshold, members: this.members() },
    })
  }

  private permit(command: NaiveCommand): void {
    const { status } = this.state.offices.get(this.own)!
    const joining = status === "invited" && command.do === "activate"
    must(status === "active" || joining, "organisation_not_active")
    const concerned = "organisation" in command ? command.organisation : ""
    let code: string | null = null
    if (K.includes(command.do)) code = this.quorum("administrators")
    if (TWO_THIRDS.includes(command.do)) code = this.quorum("two_thirds", concerned)
    if (HALF.includes(command.do)) code = this.quorum("half", concerned)
    must(code === null, code ?? "")
    const alone = command.do === "suspendPrincipal"
    must(!alone || this.state.heads.has(this.caller), "permission_missing")
  }

  private run(command: NaiveCommand): void {
    if (command.do === "admit") this.admit(command)
    else if (command.do === "resetAdministrators") this.reset(command)
    else if (command.do === "activate") this.move(this.own, "invited", "active", null)
    else if (command.do === "suspend") {
      this.move(command.organisation, "active", "suspended", command.reason)
    } else if (command.do === "reinstate") {
      this.move(command.organisation, "suspended", "active", null)
    } else if (command.do === "update") this.update(command.threshold)
    else if ("name" in command) this.person(command)
    else if (command.do === "grant") this.grant(command)
    else if (command.do === "grantOrganisation") this.grantOffice(command)
    else if (command.do === "revokeGrant" || command.do === "revokeOrganisation") {
      this.revoke(command)
    } else this.key(command)
  }

  private update(threshold: number): void {
    this.threshold(threshold, this.able(this.own))
    Object.assign(this.state.offices.get(this.own)!, { threshold, changed: this.now })
  }

  /** Moves an organisation, if it is there and in the state from which it may move. */
  private move(office: string, from: string, to: string, reason: string | null): void {
    const row = this.state.offices.get(office)
    must(row, "unknown_organisation")
    must(row.status === from, "wrong_state")
    const suspended = this.suspended() + 1
    const all = this.members().length + this.suspended()
    const free = to !== "suspended" || row.class !== "member" || 3 * suspended <= all
    must(free, "suspension_limit_reached")
    Object.assign(row, { status: to, changed: this.now, reason })
  }

  private isVoid({ status, since }: Office): boolean {
    return status === "invited" && this.now >= since + 30 * DAY
  }

  private threshold(wanted: number, able: number): void {
    must(wanted >= 1 && wanted <= 5, "parameter_out_of_range")
    must(wanted <= able, "last_administrator")
  }

  /** Administrators who can act. */
  private able(office: string): number {
    const { persons, keys } = this.state
    const signs = (who: string) =>
      [...keys.values()].some(
        (key) =>
          key.holder === who &&
          key.purpose === "sign" &&
          key.status === "active" &&
          this.inForce(key),
      )
    return this.headsOf(office).filter((who) => persons.get(who)?.status === "active" && signs(who))
      .length
  }

  private inForce({ from, until }: { from: number; until: number | null }): boolean {
    return from <= this.now && (until === null || this.now < until)
  }

  private admit(command: NaiveCommand & { do: "admit" }): void {
    const { organisation, heads, threshold } = command
    const former = this.state.offices.get(organisation)
    must(former === undefined || this.isVoid(former), "already_exists")
    this.threshold(threshold, heads.length)
    this.clear(organisation)
    this.seat(organisation, heads)
    const since = { since: this.now, changed: this.now, reason: null }
    const office = { class: command.class, status: "invited", threshold, ...since }
    this.state.offices.set(organisation, office)
  }

  private reset(command: NaiveCommand & { do: "resetAdministrators" }): void {
    const { organisation, heads, threshold } = command
    const office = this.state.offices.get(organisation)
    must(office, "unknown_organisation")
    must(!this.isVoid(office) && office.status !== "removed", "wrong_state")
    this.threshold(threshold, heads.length)
    if (office.status === "invited") this.clear(organisation)
    for (const who of this.headsOf(organisation)) {
      this.unseat(who)
      for (const key of this.state.keys.values()) {
        const ends = key.holder === who && key.status === "active"
        if (ends) Object.assign(key, { status: "retired", since: this.now })
      }
    }
    this.seat(organisation, heads)
    Object.assign(office, { threshold, changed: this.now })
  }

  /** As if the invitation had never been. */
  private clear(office: string): void {
    const { keys, rights, persons, heads } = this.state
    for (const who of this.headsOf(office)) {
      for (const [name, { holder }] of keys) if (holder === who) keys.delete(name)
      rights.delete(placeOf(who, { role: "org.admin", scope: "" }))
      persons.delete(who)
      heads.delete(who)
    }
  }

  private seat(office: string, heads: Heads): void {
    for (const { name, key } of heads) {
      const who = `${office}/${name}`
      must(!this.state.heads.has(who), "already_exists")
      const former = this.state.persons.get(who)
      must(former?.status !== "retired", "wrong_state")
      const { kind, since } = former ?? { kind: "person", since: this.now }
      this.state.persons.set(who, { kind, since, status: "active", changed: this.now })
      this.enter(key, who, "sign", this.now, null)
      this.state.heads.add(who)
      const terms = { from: this.now, until: null, limit: null, delegable: false }
      this.give(who, { role: "org.admin", scope: "" }, terms, office, 1)
    }
  }

  private unseat(who: string): void {
    if (!this.state.heads.delete(who)) return
    const right = this.state.rights.get(placeOf(who, { role: "org.admin", scope: "" }))!
    Object.assign(right, { revoked: true, changed: this.now })
  }

  private enough(): void {
    const { threshold } = this.state.offices.get(this.own)!
    must(this.able(this.own) >= threshold, "last_administrator")
  }

  private person(command: NaiveCommand & { name: string }): void {
    const who = `${this.own}/${command.name}`
    const row = this.state.persons.get(who)
    if (command.do === "addPrincipal") {
      must(row === undefined, "already_exists")
      const times = { since: this.now, changed: this.now }
      this.state.persons.set(who, { kind: command.kind, status: "active", ...times })
      return
    }
    must(row, "unknown_principal")
    const back = command.do === "reinstatePrincipal"
    const ends = command.do === "retirePrincipal"
    const from = back ? ["suspended"] : ends ? ["active", "suspended"] : ["active"]
    must(from.includes(row.status), "wrong_state")
    const status = back ? "active" : ends ? "retired" : "suspended"
    Object.assign(row, { status, changed: this.now })
    if (back || !this.state.heads.has(who)) return
    if (ends) this.unseat(who)
    this.enough()
  }

  private owned(holder: string): void {
    must(officeOf(holder) === this.own, "not_the_owner")
    if (holder === this.own) return
    const row = this.state.persons.get(holder)
    must(row, "unknown_principal")
    must(row.status !== "retired", "wrong_state")
  }

  private enter(
    name: string,
    holder: string,
    purpose: string,
    from: number,
    until: number | null,
    proof = true,
  ): void {
    must(purpose !== "sign" || holder.includes("/"), "purpose_not_allowed")
    must(!this.state.keys.has(name), "key_in_use")
    must(proof, "possession_invalid")
    const begins = Math.max(from, this.now)
    must(until === null || until > begins, "period_invalid")
    const row = { holder, purpose, from: begins, until, status: "active", since: null }
    this.state.keys.set(name, row)
  }

  private key(command: NaiveCommand & { do: "addKey" | "rotateKey" | "revokeKey" }): void {
    if (command.do === "addKey") {
      const { key, holder, purpose, from, until, proof } = command
      this.owned(holder)
      this.enter(key, holder, purpose, from, until, proof)
    } else if (command.do === "rotateKey") this.rotate(command)
    else this.end(command)
  }

  private rotate({ old, key, days, proof }: NaiveCommand & { do: "rotateKey" }): void {
    const row = this.state.keys.get(old)
    must(row, "unknown_key")
    this.owned(row.holder)
    if (row.holder !== this.caller) this.decide()
    must(row.status === "active" && this.inForce(row), "wrong_state")
    must(days <= 7, "overlap_too_long")
    this.enter(key, row.holder, row.purpose, this.now, null, proof)
    const end = this.now + days * DAY
    Object.assign(row, { until: Math.min(row.until ?? end, end) })
  }

  private end({ key, since }: NaiveCommand & { do: "revokeKey" }): void {
    const row = this.state.keys.get(key)
    must(row, "unknown_key")
    must(officeOf(row.holder) === this.own, "not_the_owner")
    must(row.holder === this.caller || this.state.heads.has(this.caller), "permission_missing")
    must(row.status === "active", "wrong_state")
    must(since === null || since <= this.now, "period_invalid")
    const status = since === null ? "revoked" : "compromised"
    Object.assign(row, { status, since: since ?? this.now })
  }

  /** As many administrators as decide. */
  private decide(): void {
    const code = this.quorum("administrators")
    must(code === null, code ?? "")
  }

  private give(holder: string, place: Place, terms: NaiveTerms, grantor: string, depth: number) {
    const row = { ...place, ...terms, holder, grantor, depth, revoked: false, changed: this.now }
    this.state.rights.set(placeOf(holder, place), row)
  }

  private known(role: string, office: string): Office {
    must(ROLES.includes(role), "unknown_role")
    const row = this.state.offices.get(office)
    must(row, "unknown_organisation")
    const open = role !== "permits.issue" || ["member", "observer"].includes(row.class)
    must(open, "class_not_allowed")
    return row
  }

  private grantOffice(command: NaiveCommand & { do: "grantOrganisation" }): void {
    const { organisation, role, scope } = command
    const { status } = this.known(role, organisation)
    must(!role.startsWith("org."), "class_not_allowed")
    must(status === "active" || status === "suspended", "wrong_state")
    this.give(organisation, { role, scope }, this.terms(command), this.own, 0)
  }

  private revoke(command: NaiveCommand & { do: "revokeGrant" | "revokeOrganisation" }): void {
    const own = command.do === "revokeGrant"
    const holder = own ? command.holder : command.organisation
    must(!own || (officeOf(holder) === this.own && holder !== this.own), "not_the_owner")
    const row = this.state.rights.get(placeOf(holder, command))
    must(row, "unknown_grant")
    must(!row.revoked, "wrong_state")
    if (own && row.grantor !== this.caller) this.decide()
    Object.assign(row, { revoked: true, changed: this.now })
    if (command.role !== "org.admin") return
    this.state.heads.delete(holder)
    this.enough()
  }

  private terms({ from, until, limit, delegable }: NaiveTerms): NaiveTerms {
    const begins = Math.max(from, this.now)
    must(until === null || until > begins, "period_invalid")
    return { from: begins, until, limit, delegable }
  }

  private grant(command: NaiveCommand & { do: "grant" }): void {
    const { holder, role, scope } = command
    const place = { role, scope }
    must(officeOf(holder) === this.own && holder !== this.own, "not_the_owner")
    this.owned(holder)
    this.known(place.role, this.own)
    const terms = this.terms(command)
    if (this.quorum("administrators") === null) this.byHeads(holder, place, terms)
    else this.passOn(holder, place, terms)
  }

  private byHeads(holder: string, place: Place, terms: NaiveTerms): void {
    if (place.role === "org.admin") {
      must(terms.from === this.now && terms.until === null, "period_invalid")
      must(!terms.delegable, "delegation_too_deep")
      must(place.scope === "" && terms.limit === null, "parameter_out_of_range")
      this.state.heads.add(holder)
    }
    if (!place.role.startsWith("org.")) {
      must(this.fits(this.own, place, terms, 0), "grant_exceeds_parent")
    }
    this.give(holder, place, terms, this.own, 1)
  }

  /** Whether a grant of the holder, at this depth, is at least as wide as the terms. */
  private fits(holder: string, place: Place, terms: NaiveTerms, depth: number): boolean {
    return this.links(holder, place).some(({ grant, limit, passable }) => {
      if (grant.depth !== depth || (depth === 1 && !passable)) return false
      const ends = grant.until === null || (terms.until !== null && terms.until <= grant.until)
      const caps = limit === null || (terms.limit !== null && terms.limit <= limit)
      return ends && caps && (passable || !terms.delegable)
    })
  }

  private links(holder: string, place: Place) {
    const links = naiveLinks([...this.state.rights.values()], { ...place, now: this.now })
    return links.filter(({ grant }) => grant.holder === holder)
  }

  private passOn(holder: string, place: Place, terms: NaiveTerms): void {
    const held = this.links(this.caller, place)
    const own = held.filter(({ grant, passable }) => grant.depth === 1 && passable)
    const head = own.length === 0 && this.state.heads.has(this.caller)
    must(!head, "administrators_insufficient")
    must(held.length > 0, "permission_missing")
    const first = held.some(({ grant }) => grant.depth < 2)
    must(first && !terms.delegable, "delegation_too_deep")
    must(own.length > 0, "permission_missing")
    must(this.fits(this.caller, place, terms, 1), "grant_exceeds_parent")
    const former = this.state.rights.get(placeOf(holder, place))
    const ended = former !== undefined && former.until !== null && former.until <= this.now
    const stands = former !== undefined && !former.revoked && !ended
    const free = holder !== this.caller && (!stands || former.grantor === this.caller)
    must(free, "already_exists")
    this.give(holder, place, terms, this.caller, 2)
  }
}
