import { readNumber } from "../../schema/values/number";
import { readDate } from "../../schema/values/period-dates";
import type { SqlValue } from "../writing/transaction";

/** What a cell of a tidy table may hold, and the column of the store that it goes to. */
export interface Column {
  /** Name in the file's header. */
  readonly name: string;
  /** Name in the store; by default the file's. */
  readonly to: string;
  readonly kind: Kind;
  readonly optional: boolean;
}

export type Kind =
  | { readonly is: "text"; readonly most: number }
  /** Text of a form: slugs, addresses. `reason` says what would be right. */
  | { readonly is: "form"; readonly most: number; readonly form: RegExp; readonly reason: string }
  /** Text that the store keeps as "" where it is empty. */
  | { readonly is: "blank"; readonly most: number }
  /** The code of a kind of area that the store has. */
  | { readonly is: "areaType" }
  | { readonly is: "whole" }
  | { readonly is: "number" }
  | { readonly is: "yes" }
  | { readonly is: "date" }
  | { readonly is: "oneOf"; readonly names: readonly string[] }
  /** The id of the row of another table that this key names. */
  | { readonly is: "ref"; readonly table: RefTable };

/** Tables that others refer to by a key that people know. */
export type RefTable = keyof typeof REF_KEYS;

/** The column of the store that holds that key. */
export const REF_KEYS = {
  licence: "code",
  source: "slug",
  dataset: "slug",
  topic: "slug",
  indicator: "slug",
  dimension: "code",
  area: "code",
  council: "code",
  comparison_group: "slug",
  service_function: "esd_id",
  service: "lgsl_id",
  need: "slug",
  circumstance: "slug",
  supplier: "slug",
} as const;

const SLUG = {
  form: /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  reason: "Write a key of small letters, figures and single hyphens, such as library-service.",
};
const LINE = {
  // Control characters (C0, C1), line and paragraph separators, and the marks that turn the direction of what follows.
  form: /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u,
  reason: "Write it on one line, without control characters or marks that turn the direction of writing.",
};
const WEB_ADDRESS = {
  form: /^https?:\/\/[^\s\p{Cc}"<>\\^`{|}@/]+(?:\/[^\s\p{Cc}"<>\\^`{|}]*)?$/iu,
  reason: "Write a web address that begins with https:// or http://.",
};

export const text = (name: string, most: number, to = name): Column => column(name, to, { is: "text", most });
export const blank = (name: string, most: number, to = name): Column => column(name, to, { is: "blank", most });
/** A key that people know: small letters, figures and hyphens. */
export const slug = (name: string, most: number, to = name): Column => column(name, to, { is: "form", most, ...SLUG });
/** A title or name on one line: no control characters, and nothing that turns the direction of writing. */
export const line = (name: string, most: number, to = name): Column => column(name, to, { is: "form", most, ...LINE });
/** An address that people can open. */
export const webAddress = (name: string, most: number, to = name): Column =>
  column(name, to, { is: "form", most, ...WEB_ADDRESS });
export const areaType = (name: string, to = name): Column => column(name, to, { is: "areaType" });
export const whole = (name: string, to = name): Column => column(name, to, { is: "whole" });
export const number = (name: string, to = name): Column => column(name, to, { is: "number" });
export const yes = (name: string, to = name): Column => column(name, to, { is: "yes" });
export const date = (name: string, to = name): Column => column(name, to, { is: "date" });
export const oneOf = (name: string, names: readonly string[], to = name): Column =>
  column(name, to, { is: "oneOf", names });
export const ref = (name: string, table: RefTable, to: string): Column => column(name, to, { is: "ref", table });

/** The same column, which may be empty. */
export const optional = (of: Column): Column => ({ ...of, optional: true });

function column(name: string, to: string, kind: Kind): Column {
  return { name, to, kind, optional: false };
}

/** A cell as the store takes it, or why it cannot be taken. Empty cells of optional columns are null. References are looked up by the caller. */
export function readCell(of: Column, cell: string): { readonly value: SqlValue } | { readonly reason: string } {
  if (cell === "" && of.kind.is === "blank") return { value: "" };
  if (cell === "") return of.optional ? { value: null } : { reason: "This cell may not be empty." };
  const { kind } = of;
  switch (kind.is) {
    case "text":
    case "blank":
      return [...cell].length <= kind.most
        ? { value: cell }
        : { reason: `At most ${kind.most} characters are kept here.` };
    case "form":
      if ([...cell].length > kind.most) return { reason: `At most ${kind.most} characters are kept here.` };
      return kind.form.test(cell) ? { value: cell } : { reason: kind.reason };
    case "whole": {
      const value = readNumber(cell);
      return value !== undefined && Number.isInteger(value) && Math.abs(value) < 2 ** 31
        ? { value }
        : { reason: "Write a whole number." };
    }
    case "number": {
      const value = readNumber(cell);
      return value === undefined ? { reason: "Write a number with a decimal point." } : { value };
    }
    case "yes":
      return cell === "1" || cell === "0" ? { value: Number(cell) } : { reason: "Write 1 for yes or 0 for no." };
    case "date":
      return readDate(cell) === undefined ? { reason: "Write a date that exists, as yyyy-mm-dd." } : { value: cell };
    case "oneOf":
      return kind.names.includes(cell) ? { value: cell } : { reason: `Write one of ${kind.names.join(", ")}.` };
    case "areaType":
    case "ref":
      return { value: cell };
  }
}
