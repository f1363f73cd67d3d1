import { asList, asObject, asText, json, unexpected } from "../../core/decode";
import { type Answer, fetchOne, lookup, type Plan, type UpstreamRequest } from "../../core/plan";
import { distinct, type Figure, figureOf } from "./figures";
import { memberCode } from "./members";

const DAY = 86_400_000;

/** The newest figures of one area, without categories: a few kilobytes where the bulk answer has megabytes. */
export function latestRequest(indicators: readonly string[], area: string, areaType: number): UpstreamRequest {
  return {
    path: "latest_data/specific_indicators_for_single_area",
    query: { area_type_id: areaType, area_code: area, indicator_ids: indicators.join(",") },
    accept: "application/json",
  };
}

/** Texts of Fingertips' value notes by number. */
export function* valueNotes(): Plan<Readonly<Record<string, string>>> {
  return yield* lookup("value-notes", 30 * DAY, function* () {
    const answer = yield* fetchOne({ path: "value_notes", accept: "application/json" });
    const notes = asList(json(answer), "the list of notes").map((each) => {
      const note = asObject(each, "a note");
      return [String(note.Id), asText(note.Text, "a note's text")] as const;
    });
    return Object.fromEntries(notes);
  });
}

/** Whether any figure of the answer has a note. */
export function hasNotes(answer: Answer): boolean {
  return /"NoteId":\s*[1-9]/.test(answer.text);
}

/**
 * The figures of one answer: one root an indicator, sex and age, each with one figure of the area. Sex and age that need not be stated
 * (`StateSex`, `StateAge` false) are the only ones. Throws BAD_SHAPE for no bytes, a page, another shape, and other areas.
 */
export function latestFigures(
  answer: Answer,
  indicators: readonly string[],
  area: string,
  notes: Readonly<Record<string, string>>,
): readonly Figure[] {
  const roots = asList(json(answer), "the list of indicators").map((each) => asObject(each, "an indicator"));
  return distinct(
    roots.flatMap((root) => {
      const indicator = String(root.IID);
      if (!indicators.includes(indicator)) throw unexpected("it has an indicator that was not asked for");
      const period = periodIn(root);
      const members = {
        ...(root.StateSex === true ? { sex: memberCode(nameIn(root.Sex, "a sex")) } : {}),
        ...(root.StateAge === true ? { age: memberCode(nameIn(root.Age, "an age")) } : {}),
      };
      return asList(root.Data, "the figures").map((each): Figure => {
        const data = asObject(each, "a figure");
        if (data.AreaCode !== area) throw unexpected("it has an area that was not asked for");
        return { indicator, area, areaName: "", period, members, cell: cellIn(data, notes) };
      });
    }),
  );
}

function periodIn(root: Readonly<Record<string, unknown>>): string {
  const periods = new Set(
    asList(root.Grouping, "the groups").map((each) => asText(asObject(each, "a group").Period, "a period")),
  );
  const [period] = periods;
  if (period === undefined || periods.size > 1) throw unexpected("an indicator has no one period");
  return period;
}

function nameIn(value: unknown, what: string): string {
  return asText(asObject(value, what).Name, what);
}

/** No value is -1 written "-"; a real -1 is written "-1.0". Numbers that are not there are left out, or -1. */
function cellIn(data: Readonly<Record<string, unknown>>, notes: Readonly<Record<string, string>>): Figure["cell"] {
  const number = (value: unknown) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number" || !Number.isFinite(value)) throw unexpected("a figure in it is no number");
    return value;
  };
  const counted = (value: unknown) => (number(value) === -1 ? undefined : number(value));
  const isBlank = ["-", "x", "", undefined, null].includes(data.ValF as string | null | undefined);
  const id = data.NoteId;
  const note = typeof id === "number" && id > 0 ? (notes[id] ?? "") : "";
  return figureOf({
    value: isBlank ? undefined : number(data.Val),
    lower: number(data.LoCI),
    upper: number(data.UpCI),
    count: counted(data.Count),
    denominator: counted(data.Denom),
    note,
  });
}
