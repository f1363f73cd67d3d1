import type { AreaPage } from "../../datasources/core/source";
import { isAreaCode } from "../../schema/values/area-code";
import { AREA_CHANGE_KINDS, AREA_TYPE_CODES, HIERARCHY_NAMES } from "../../schema/values/enums";
import { readDate } from "../../schema/values/period-dates";
import { AREA_TYPES } from "../starter/areas/types";
import { csvText } from "../starter/tidy";
import type { Writer } from "../writing/transaction";
import { cut } from "./catalogue-rows";
import type { RefusedItem } from "./catalogue-writer";

type HarvestedArea = AreaPage["areas"][number];
type HarvestedMembership = AreaPage["memberships"][number];
type HarvestedChange = AreaPage["changes"][number];

/** One thing of an area page, as it is kept until the whole harvest is in. */
export type AreaItem =
  | { readonly area: HarvestedArea }
  | { readonly membership: HarvestedMembership }
  | { readonly change: HarvestedChange };

/** The things of a page, one a row. */
export function itemsOf(page: AreaPage): readonly AreaItem[] {
  return [
    ...page.areas.map((area) => ({ area })),
    ...page.memberships.map((membership) => ({ membership })),
    ...page.changes.map((change) => ({ change })),
  ];
}

interface Standing {
  readonly code: string;
  readonly name: string;
  readonly name_welsh: string | null;
  readonly area_type: string;
  readonly status: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
}

const AREA_COLUMNS = ["code", "name", "name_welsh", "area_type", "status", "start_date", "end_date"] as const;

/**
 * Compares harvested areas with the store and says, as tidy tables, what it lacks: areas, and of areas that stand the Welsh name, first
 * and last day where the store knows none. What the store says is never replaced: it comes from the register of codes, which knows more.
 */
export class MissingAreas {
  readonly refused: RefusedItem[] = [];
  readonly #today: string;
  readonly #standing = new Map<string, Standing>();
  readonly #links = new Set<string>();
  /** Parents in force by child and kind of parent, as the store has them. */
  readonly #parents = new Map<string, string>();
  #contradictions: readonly string[] = [];
  readonly #kinds = new Set<string>();
  readonly #rows = new Map<string, Standing>();
  readonly #memberships = new Map<string, readonly string[]>();
  readonly #changes = new Map<string, readonly (string | null)[]>();

  private constructor(today: string) {
    this.#today = today;
  }

  /** `today` is yyyy-mm-dd: areas that ended before it are terminated, those that begin after it proposed. */
  static async over(from: Pick<Writer, "select">, today: string): Promise<MissingAreas> {
    const made = new MissingAreas(today);
    const areas = await from.select(`SELECT id, ${AREA_COLUMNS.join(", ")} FROM area`);
    const codes = new Map<number, string>();
    for (const row of areas) {
      codes.set(Number(row.id), String(row.code));
      made.#standing.set(String(row.code), row as unknown as Standing);
    }
    const links = "SELECT child_area_id AS child, parent_area_id AS parent, end_date AS last FROM area_membership";
    for (const row of await from.select(links)) {
      const [child = "", parent = ""] = [codes.get(Number(row.child)), codes.get(Number(row.parent))];
      made.#links.add(`${child} in ${parent}`);
      const standing = made.#standing.get(parent);
      const last = [row.last, standing?.end_date].every((day) => day === null || String(day) >= today);
      if (standing !== undefined && last) made.#parents.set(`${child} in a ${standing.area_type}`, parent);
    }
    const changes = "SELECT from_area_id AS f, to_area_id AS t, operative_date AS day FROM area_change";
    for (const row of await from.select(changes))
      made.#links.add(`${codes.get(Number(row.f))} to ${codes.get(Number(row.t))} on ${String(row.day)}`);
    for (const row of await from.select("SELECT code FROM area_type")) made.#kinds.add(String(row.code));
    return made;
  }

  take(item: AreaItem): void {
    if ("area" in item) this.#takeArea(item.area);
    else if ("membership" in item) this.#takeMembership(item.membership);
    else this.#takeChange(item.change);
  }

  /** Links that were not taken up, once `tables` was called: their child lies in another area of the parent's kind. */
  get contradictions(): readonly string[] {
    return this.#contradictions;
  }

  /** What is missing, as the text of tidy tables by the names of their files; none where nothing is. */
  tables(): ReadonlyMap<string, string> {
    const rows = [...this.#rows.values()];
    const kinds = new Set(rows.map((row) => row.area_type).filter((kind) => !this.#kinds.has(kind)));
    const types = AREA_TYPES.filter(([code]) => kinds.has(code));
    const known = (code: string) => this.#standing.has(code) || this.#rows.has(code);
    const found = [...this.#memberships.values()].filter(([child = "", parent = ""]) => known(child) && known(parent));
    // An area lies in one region, one county, one combined authority: a second would give it two of each sum and comparison.
    const otherwise = ([child = "", parent = ""]: readonly string[]) => {
      const kind = (this.#standing.get(parent) ?? this.#rows.get(parent))?.area_type;
      return this.#parents.get(`${child} in a ${kind}`);
    };
    const links = found.filter((link) => otherwise(link) === undefined);
    this.#contradictions = found.flatMap((link) => {
      const held = otherwise(link);
      return held === undefined ? [] : [`${link[0]} in ${link[1]}: the store has it in ${held}`];
    });
    const changes = [...this.#changes.values()].filter(([from, to]) => known(from ?? "") && known(to ?? ""));
    const texts = new Map<string, string>();
    const add = (file: string, columns: readonly string[], list: readonly (readonly (string | number | null)[])[]) => {
      if (list.length > 0) texts.set(file, csvText(columns, list).text);
    };
    add("area_types.csv", ["code", "label", "gss_prefixes", "level", "hierarchy"], types);
    add(
      "areas.csv",
      AREA_COLUMNS,
      rows.map((row) => AREA_COLUMNS.map((column) => row[column])),
    );
    const noDates = links.map((link) => [...link, null, null]);
    add("area_memberships.csv", ["child", "parent", "hierarchy", "start_date", "end_date"], noDates);
    const withoutUrl = changes.map((change) => [...change, null, null]);
    const columns = ["from", "to", "kind", "operative_date", "instrument", "instrument_url", "share"];
    add("area_changes.csv", columns, withoutUrl);
    return texts;
  }

  #takeArea(area: HarvestedArea): void {
    const fault = !isAreaCode(area.code)
      ? "Its code is not of the form of area codes."
      : area.name.trim() === ""
        ? "It has no name."
        : !AREA_TYPE_CODES.includes(area.kind)
          ? "Its kind is none that the hub knows."
          : ![area.startDate, area.endDate].every((day) => day === undefined || readDate(day) !== undefined)
            ? "Its first or last day is no date."
            : undefined;
    if (fault !== undefined) {
      this.#refuse(area.code, fault);
      return;
    }
    const held = this.#rows.get(area.code) ?? this.#standing.get(area.code);
    const start = held?.start_date ?? area.startDate ?? null;
    const end = held?.end_date ?? area.endDate ?? null;
    const welsh = held?.name_welsh ?? (area.nameWelsh === undefined ? null : cut(area.nameWelsh, 200));
    if (held !== undefined && held.start_date === start && held.end_date === end && held.name_welsh === welsh) return;
    this.#rows.set(area.code, {
      code: area.code,
      name: held?.name ?? cut(area.name.trim(), 200),
      name_welsh: welsh,
      area_type: held?.area_type ?? area.kind,
      status: held === undefined || held.end_date !== end ? this.#statusOf(start, end) : held.status,
      start_date: start,
      end_date: end,
    });
  }

  #statusOf(start: string | null, end: string | null): string {
    if (end !== null && end < this.#today) return "TERMINATED";
    return start !== null && start > this.#today ? "PROPOSED" : "LIVE";
  }

  #takeMembership({ child, parent, hierarchy }: HarvestedMembership): void {
    const link = `${child} in ${parent}`;
    if (child === parent || !HIERARCHY_NAMES.includes(hierarchy)) this.#refuse(link, "It is no membership.");
    else if (!this.#links.has(link)) this.#memberships.set(link, [child, parent, hierarchy]);
  }

  #takeChange({ from, to, kind, operativeDate, instrument }: HarvestedChange): void {
    const link = `${from} to ${to} on ${operativeDate}`;
    if (from === to || !AREA_CHANGE_KINDS.includes(kind) || readDate(operativeDate) === undefined)
      this.#refuse(link, "It is no change of an area into another.");
    else if (!this.#links.has(link)) {
      const by = instrument === undefined ? null : cut(instrument, 400);
      this.#changes.set(link, [from, to, kind, operativeDate, by]);
    }
  }

  #refuse(upstreamId: string, reason: string): void {
    this.refused.push({ upstreamId: String(upstreamId).slice(0, 200), reason });
  }
}
