/**
 * For tests: the register as plain maps, written from its specification and not from its code. It
 * predicts the code of every refusal, and the standing of everything afterwards.
 */

export type NaiveState = "valid" | "suspended" | "revoked" | "superseded" | "disposed"
type Standing = { state: NaiveState; until: number | null }
type NaiveClass = {
  owner: string
  version: number
  approvals: number
  shown: boolean
  open: boolean
}
type NaiveStatement = Standing & { office: string; of: string; at: number; documents: number }
type NaiveItem = Standing & { statement: string; replacedBy: string | null }

/** A document by its name; of a batch (`b1.3`) perhaps with its path, or a wrong one. */
export type NaiveTarget = { document: string; proof: "none" | "good" | "wrong"; of: string }

/** A command in the words of a test. `says` names a document or a batch. */
export type NaiveCommand =
  | {
      do: "setClass"
      of: string
      version: number
      approvals: number
      keep: number
      shown: boolean
      open: boolean
    }
  | { do: "register"; of: string; says: string; ownSeal: boolean }
  | { do: "supersede"; target: NaiveTarget; of: string; says: string; reason: string }
  | { do: "suspend"; target: NaiveTarget | string; reason: string; until: number }
  | { do: "reinstate"; target: NaiveTarget | string }
  | { do: "revoke"; target: NaiveTarget | string; reason: string }
  | { do: "dispose"; targets: NaiveTarget[] }

/** Who signs, as the register sees them. */
export type NaiveSigners = {
  office: string
  /** The caller's roles; `provenance.issue diploma` is for that class alone. */
  roles: readonly string[]
  /** Different persons of the office among the signers who may change standings. */
  persons: number
}

const DAY = 86_400_000
const TWO_YEARS = 731 * DAY
const RANK: readonly NaiveState[] = ["valid", "suspended", "superseded", "revoked", "disposed"]

class Refused {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}
function must(condition: unknown, code: string): asserts condition {
  if (!condition) throw new Refused(code)
}

/** The documents of a batch have names like `b1.3`. */
export const batchOf = (document: string) => document.split(".")[0]!
export const isBatch = (says: string) => says.startsWith("b")

/** The register: commands go in, codes come out. */
export class NaiveRegister {
  readonly classes = new Map<string, NaiveClass>()
  readonly statements = new Map<string, NaiveStatement>()
  items = new Map<string, NaiveItem>()
  readonly batchSize: number
  changes = new Map<string, number>()
  private readonly keeps: { of: string; keep: number; since: number }[] = []

  constructor(batchSize: number) {
    this.batchSize = batchSize
  }

  /** The code of the refusal, or null where the command is accepted. */
  apply(command: NaiveCommand, by: NaiveSigners, now: number): string | null {
    const items = new Map([...this.items].map(([name, item]) => [name, { ...item }]))
    const changes = new Map(this.changes)
    try {
      this.run(command, by, now)
      return null
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      this.items = items
      this.changes = changes
      return failure.code
    }
  }

  private run(command: NaiveCommand, by: NaiveSigners, now: number): void {
    if (command.do === "setClass") this.setClass(command, by, now)
    else if (command.do === "register") this.register(command, by, now)
    else {
      must(by.roles.includes("provenance.status"), "permission_missing")
      if (command.do === "supersede") this.supersede(command, by, now)
      else if (command.do === "dispose") {
        must(by.persons >= 2, "second_person_required")
        for (const target of command.targets) this.dispose(target, by.office, now)
      } else this.changeOne(command, by, now)
    }
  }

  private register(command: NaiveCommand & { do: "register" }, by: NaiveSigners, now: number) {
    const allowed = by.roles.includes("provenance.issue")
    must(allowed || by.roles.includes(`provenance.issue ${command.of}`), "permission_missing")
    this.enter(this.judge(command.of, command.says, by.office, command.ownSeal), now)
  }

  private changeOne(
    command: NaiveCommand & { do: "suspend" | "reinstate" | "revoke" },
    by: NaiveSigners,
    now: number,
  ): void {
    const { own, state, policy, set } = this.find(command.target, by.office, now)
    const approved = policy.approvals === 1 || by.persons >= policy.approvals
    if (command.do === "reinstate") {
      must(own === "suspended" && state === "suspended", "wrong_state")
      must(approved, "second_person_required")
      set({ state: "valid", until: null })
      return
    }
    if (command.do === "suspend") must(state === "valid", "wrong_state")
    else must(state !== "disposed", "wrong_state")
    must(state !== "revoked", "already_revoked")
    must(policy.shown || command.reason === "unspecified", "reason_refused")
    if (command.do === "suspend") {
      must(command.until > now, "period_invalid")
      must(command.until <= now + TWO_YEARS, "suspension_too_long")
      set({ state: "suspended", until: command.until })
    } else {
      must(approved, "second_person_required")
      set({ state: "revoked", until: null })
    }
  }

  private setClass(
    command: NaiveCommand & { do: "setClass" },
    by: NaiveSigners,
    now: number,
  ): void {
    must(by.roles.includes("provenance.class"), "permission_missing")
    const before = this.classes.get(command.of)
    must(before === undefined || before.owner === by.office, "not_the_owner")
    must(command.version === (before?.version ?? 0) + 1, "stale_version")
    must(command.approvals === 1 || command.approvals === 2, "parameter_out_of_range")
    const { of, keep, ...terms } = command
    this.classes.set(of, { ...terms, owner: by.office })
    this.keeps.push({ of, keep, since: now })
  }

  private judge(of: string, says: string, office: string, ownSeal: boolean): string {
    must(ownSeal, "statement_issuer_mismatch")
    const policy = this.classes.get(of)
    must(policy, "unknown_class")
    must(policy.open, "class_closed")
    const name = `${office} ${of} ${says}`
    must(!this.statements.has(name), "already_registered")
    must(isBatch(says) || !this.items.has(`${office} ${says}`), "handle_taken")
    return name
  }

  private enter(name: string, now: number): void {
    const [office, of, says] = name.split(" ") as [string, string, string]
    const standing = { state: "valid", until: null } as const
    const documents = isBatch(says) ? this.batchSize : 1
    this.statements.set(name, { ...standing, office, of, at: now, documents })
    if (isBatch(says)) return
    this.items.set(`${office} ${says}`, { ...standing, statement: name, replacedBy: null })
  }

  private at({ state, until }: Standing, now: number): NaiveState {
    return state === "suspended" && until !== null && until <= now ? "valid" : state
  }

  /** What a target is, for the office that asks. */
  private find(target: NaiveTarget | string, office: string, now: number) {
    const item = typeof target === "string" ? null : this.item(target, office)
    const name = item?.statement ?? (target as string)
    const statement = this.statements.get(name)
    must(statement, "unknown_statement")
    must(statement.office === office, "not_the_issuer")
    const whole = this.at(statement, now)
    const own = item === null ? whole : this.at(item, now)
    const state = RANK.indexOf(own) >= RANK.indexOf(whole) ? own : whole
    return {
      ...{ statement, own, state, policy: this.classes.get(statement.of)! },
      set: (standing: Standing, replacedBy: string | null = item?.replacedBy ?? null) => {
        this.changes.set(statement.of, (this.changes.get(statement.of) ?? 0) + 1)
        if (item === null) Object.assign(statement, standing)
        else {
          const key = `${office} ${(target as NaiveTarget).document}`
          this.items.set(key, { ...item, ...standing, replacedBy })
        }
      },
    }
  }

  private item({ document, proof, of }: NaiveTarget, office: string): NaiveItem {
    const stored = this.items.get(`${office} ${document}`)
    if (stored !== undefined) return stored
    must(proof !== "none", "proof_missing")
    const statement = `${office} ${of} ${batchOf(document)}`
    must(this.statements.has(statement), "unknown_statement")
    must(proof === "good", "proof_invalid")
    return { state: "valid", until: null, statement, replacedBy: null }
  }

  private supersede(
    command: NaiveCommand & { do: "supersede" },
    by: NaiveSigners,
    now: number,
  ): void {
    const found = this.find(command.target, by.office, now)
    must(found.state === "valid" || found.state === "suspended", "wrong_state")
    must(found.policy.shown || command.reason === "unspecified", "reason_refused")
    must(
      by.persons >= found.policy.approvals || found.policy.approvals === 1,
      "second_person_required",
    )
    const name = this.judge(command.of, command.says, by.office, true)
    must(command.of === found.statement.of && !isBatch(command.says), "replacement_invalid")
    this.enter(name, now)
    found.set({ state: "superseded", until: null }, command.says)
  }

  private dispose(target: NaiveTarget, office: string, now: number): void {
    const found = this.find(target, office, now)
    must(found.state !== "disposed", "wrong_state")
    const { of, at } = found.statement
    const keeps = this.keeps.filter((keep) => keep.of === of)
    const since = keeps.findLastIndex((keep) => keep.since <= at)
    const days = Math.max(...keeps.slice(since).map(({ keep }) => keep))
    must(at + days * DAY <= now, "retention_running")
    found.set({ state: "disposed", until: null }, null)
  }
}
