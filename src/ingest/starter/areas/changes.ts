import type { AreaChangeKind } from "../../../schema/values/enums";
import { cellOf, type SourceFolder, type SourceRow } from "../files";
import { type AreaRegister, type DraftArea, shiftDay } from "./register";

const ORDERS = "areas/changes/lad_code_changes.csv";
const CHANGES = "areas/changes/uk-topojson_changes.csv";

/** Orders that gave a council new standing without moving its boundary: the ground is the same under the new code. */
const SAME_GROUND = new Set(["E07000025|E06000053", "E07000002|E06000055"]);

/** The end of the North East Combined Authority of 2014: three members left to found North of Tyne (S.I. 2018/1133). */
const NORTH_EAST_2018 = {
  from: "E47000005",
  to: ["E47000010", "E47000011"],
  instrument:
    "The Newcastle Upon Tyne, North Tyneside and Northumberland Combined Authority (Establishment and Functions) Order 2018",
};

/** Adds what became of ended authorities since 2009. A later source adds only pairs that an earlier one has not. */
export function addChanges(register: AreaRegister, folder: SourceFolder): void {
  for (const row of folder.rows(ORDERS)) addOrder(register, folder, row);
  for (const row of folder.rows(CHANGES)) addListed(register, folder, row);
  for (const to of NORTH_EAST_2018.to)
    register.addChange({
      from: NORTH_EAST_2018.from,
      to,
      kind: "SPLIT",
      date: register.get(to).startDate ?? "",
      instrument: NORTH_EAST_2018.instrument,
    });
  addCounties(register);
  addContinuations(register);
}

function addOrder(register: AreaRegister, folder: SourceFolder, row: SourceRow): void {
  const from = cellOf(row, "changed_from_code");
  const to = cellOf(row, "changed_to_code");
  const desc = cellOf(row, "desc");
  if (from === to) {
    folder.report.note(ORDERS, "a new name under the same code: kept as an old name with its dates", `${from} ${desc}`);
    const date = cellOf(row, "date");
    register.addName({
      area: from,
      name: cellOf(row, "changed_from_name"),
      kind: "OLD",
      startDate: null,
      endDate: shiftDay(date, -1),
    });
    return;
  }
  let kind: AreaChangeKind = cellOf(row, "merge") === "TRUE" ? "MERGED" : "BOUNDARY_CHANGE";
  if (cellOf(row, "split") === "TRUE") kind = "SPLIT";
  if (SAME_GROUND.has(`${from}|${to}`)) kind = "RECODED";
  const instrument = /\bOrder \d{4}$/.test(desc) ? desc : null;
  register.addChange({ from, to, kind, date: cellOf(row, "date"), instrument });
}

function addListed(register: AreaRegister, folder: SourceFolder, row: SourceRow): void {
  const from = cellOf(row, "oldcd");
  const to = cellOf(row, "newcd");
  const type = cellOf(row, "type");
  if (to === "" || (to.startsWith("E47") && !from.startsWith("E47"))) return; // ends of counties, members of combined authorities
  const date = register.get(to).startDate;
  if (date?.startsWith(cellOf(row, "start")) !== true)
    folder.report.note(CHANGES, "its year differs from the successor's start", `${from} ${to}`);
  const kind = type === "merger" ? "MERGED" : type === "new_code" ? "RECODED" : "BOUNDARY_CHANGE";
  register.addChange({ from, to, kind, date: date ?? `${cellOf(row, "start")}-01-01`, instrument: null });
}

/**
 * What became of a county that ended: worked out from its districts. All of them in one new authority that took in nothing
 * else: the same ground under a new code. Otherwise the county was split.
 */
function addCounties(register: AreaRegister): void {
  for (const county of register.areas.values()) {
    if (county.type !== "CTY" || county.endDate === null || !county.code.startsWith("E10")) continue;
    const districts = new Set(
      [...register.memberships.values()].filter((each) => each.parent === county.code).map((each) => each.child),
    );
    const date = shiftDay(county.endDate, 1);
    const changes = [...register.changes.values()];
    const into = changes.filter((each) => districts.has(each.from) && each.date === date);
    const successors = [...new Set(into.map((each) => each.to))].sort();
    const others = changes.filter((each) => successors.includes(each.to) && !districts.has(each.from));
    const same = successors.length === 1 && others.length === 0;
    const instrument = into[0]?.instrument ?? null;
    for (const to of successors)
      register.addChange({ from: county.code, to, kind: same ? "RECODED" : "SPLIT", date, instrument });
  }
}

/** An ended code and a code of the same kind and name that starts the next day: codes change when boundaries do. */
function addContinuations(register: AreaRegister): void {
  const starting = new Map<string, DraftArea>();
  const key = (area: DraftArea, date: string): string => `${area.type}|${area.name}|${date}`;
  for (const area of register.areas.values())
    if (area.startDate !== null) starting.set(key(area, area.startDate), area);
  const continued = new Set([...register.changes.values()].map((each) => each.from));
  for (const area of register.areas.values()) {
    if (area.endDate === null || continued.has(area.code)) continue;
    const date = shiftDay(area.endDate, 1);
    const next = starting.get(key(area, date));
    if (next !== undefined && next.code !== area.code)
      register.addChange({ from: area.code, to: next.code, kind: "BOUNDARY_CHANGE", date, instrument: null });
  }
}
