/** `option(k)`: a value, or null. The only kind with a "none". */
import { Bug } from "../failures.ts"
import { defineKind, type Kind } from "./kind.ts"

/** Null or a value of `of`, which is no option itself. In JSON a field may also be absent. */
export function option<T>(of: Kind<T>): Kind<T | null> {
  if (of.optional) throw new Bug("An option of an option has two nones.")
  return defineKind<T | null>({
    description: { option: of.description },
    sizeMax: of.sizeMax,
    depth: of.depth,
    optional: true,
    field: { control: "optional", of: of.field },
    sql: {
      type: of.sql.type,
      nullable: true,
      words: of.sql.words,
      check: (column) => of.sql.check(column),
      to: (value) => (value === null ? null : of.sql.to(value)),
      from: (column) => (column === null ? null : of.sql.from(column)),
    },
    key: null,
    check: (value) => (value === null ? null : of.check(value)),
    write(writer, value) {
      if (value === null) writer.null()
      else of.write(writer, value)
    },
    read: (reader) => (reader.tookNull() ? null : of.read(reader)),
    toJson: (value) => (value === null ? null : of.toJson(value)),
    fromJson: (json) => (json === null ? null : of.fromJson(json)),
    jsonSchema: () => ({ anyOf: [{ type: "null" }, of.jsonSchema()] }),
    arbitrary: (fc) =>
      fc.oneof<T | null>(
        fc.constant<T | null>(null),
        of.arbitrary(fc).map<T | null>((value) => value),
      ),
  })
}
