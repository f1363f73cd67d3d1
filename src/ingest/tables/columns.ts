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
} as const;

export const text = (name: string, most: number, to = name): Column => column(name, to, { is: "text", most });
export const blank = (name: string, most: number, to = name): Column => column(name, to, { is: "blank", most });
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
