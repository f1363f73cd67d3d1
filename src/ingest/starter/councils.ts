import type { CouncilTier } from "../../schema/values/enums";
import { AUTHORITIES } from "./areas/alternative-names";
import { type AreaRegister, shiftDay } from "./areas/register";
import { cellOf, type SourceFolder, type SourceRow } from "./files";

const REGISTER = "areas/digital-land/local-authority.csv";
const GOVUK = "areas/govuk/local-authorities.csv";

/** A council on its way into the `councils` table. */
export interface DraftCouncil {
  readonly code: string;
  readonly name: string;
  readonly tier: CouncilTier;
  readonly area: string;
  upperTier: string | null;
  homepage: string | null;
  startDate: string | null;
  endDate: string | null;
}

/** One council's successor. */
export interface DraftSuccession {
  readonly council: string;
  readonly successor: string;
  readonly date: string;
}

const TIERS: Readonly<Record<string, CouncilTier>> = {
  NMD: "DISTRICT",
  UA: "UNITARY",
  MD: "METROPOLITAN",
  LBO: "LONDON_BOROUGH",
  CC: "LONDON_BOROUGH", // the City of London Corporation has the duties of a borough
  CTY: "COUNTY",
  COMB: "COMBINED_AUTHORITY",
  SRA: "STRATEGIC_AUTHORITY",
  WPA: "WELSH_UNITARY",
  SCO: "SCOTTISH_COUNCIL",
  NID: "NI_DISTRICT",
};

const organisation = (code: string): string => `local-authority:${code}`;

/**
 * A day that a spreadsheet made out of a bare year: it reads 1974 as the 1,974th day from the end of 1899, which is 27 May 1905. One of the
 * registers then moved some of these into the next century. Years 1965 to 2020 fall between May and July.
 */
const misread = (date: string): boolean => /^(19|20)05-0[5-7]-/.test(date);

/**
 * The councils of the United Kingdom. The code is `local-authority:` and the code of mySociety's register, which is that
 * of the English register of organisations but for ten bodies; there the English register's code stands. Start and end of the legal body: the
 * register's where sound; the end of its area where the two differ by a day.
 */
export function councils(register: AreaRegister, folder: SourceFolder) {
  const rows = folder.rows(AUTHORITIES);
  const english = new Map<string, SourceRow>();
  for (const row of folder.rows(REGISTER)) english.set(cellOf(row, "statistical-geography"), row);
  const found = new Map<string, DraftCouncil>();
  const codeOf = new Map<string, string>();
  for (const row of rows) {
    const area = cellOf(row, "gss-code");
    if (!register.areas.has(area)) {
      folder.report.refuse(AUTHORITIES, "a council of before 2015 without a GSS code", cellOf(row, "official-name"));
      continue;
    }
    const local = cellOf(row, "local-authority-code");
    const other = english.get(area)?.cells.reference ?? local;
    if (other !== local)
      folder.report.note(
        REGISTER,
        "the registers differ on the code: the English register's stands",
        `${local}: ${other}`,
      );
    const code = organisation(other);
    codeOf.set(local, code);
    const tier = TIERS[cellOf(row, "local-authority-type")];
    if (tier === undefined) throw new Error(`No tier for the type of ${code}.`);
    found.set(code, {
      code,
      name: cellOf(row, "official-name"),
      tier,
      // Barnsley and Sheffield: the register still has the old codes; the council's area is the live one.
      area: liveCode(register, area),
      upperTier: null,
      homepage: null,
      startDate: start(folder, row, english.get(area)),
      endDate: end(register, folder, row, area),
    });
  }
  addEnglishOnly(register, found, english, codeOf);
  for (const row of rows) {
    const council = found.get(codeOf.get(cellOf(row, "local-authority-code")) ?? "");
    if (council?.tier === "DISTRICT")
      council.upperTier = upperTier(register, folder, found, council, codeOf.get(cellOf(row, "county-la")));
  }
  addHomepages(register, folder, found, english);
  return { councils: [...found.values()], successions: successions(register, folder, rows, codeOf, found) };
}

/** The council of the county that the district lies in; where the register names another one (Forest Heath in Surrey), the map stands. */
function upperTier(
  register: AreaRegister,
  folder: SourceFolder,
  found: ReadonlyMap<string, DraftCouncil>,
  district: DraftCouncil,
  stated: string | undefined,
): string | null {
  const counties = new Set(
    [...register.memberships.values()].filter((each) => each.child === district.area).map((each) => each.parent),
  );
  const lies = [...found.values()].find((each) => each.tier === "COUNTY" && counties.has(each.area))?.code;
  if (lies !== undefined && stated !== undefined && lies !== stated)
    folder.report.note(
      AUTHORITIES,
      "the county council named is not that of the county it lies in: the latter stands",
      `${district.code}: ${stated}`,
    );
  return lies ?? stated ?? null;
}

function liveCode(register: AreaRegister, code: string): string {
  if (register.get(code).status === "LIVE") return code;
  const next = [...register.changes.values()].find((each) => each.from === code && each.kind === "RECODED");
  const same = next !== undefined && register.get(next.to).type === register.get(code).type;
  return same ? next.to : code;
}

function start(folder: SourceFolder, row: SourceRow, english: SourceRow | undefined): string | null {
  const stated = [english?.cells["start-date"] ?? "", cellOf(row, "start-date")].filter((each) => each !== "");
  const sound = stated.filter((each) => !misread(each));
  if (sound.length < stated.length)
    folder.report.note(
      AUTHORITIES,
      "a start in 1905 or 2005 left out: a bare year that a spreadsheet read as a day",
      cellOf(row, "official-name"),
    );
  return sound[0] ?? null;
}

function end(register: AreaRegister, folder: SourceFolder, row: SourceRow, code: string): string | null {
  const stated = cellOf(row, "end-date");
  const area = register.get(code);
  if (stated === "") {
    if (area.endDate === null || liveCode(register, code) !== code) return null;
    folder.report.note(
      AUTHORITIES,
      "no end stated though its area ended: the area's end stands",
      cellOf(row, "official-name"),
    );
    return area.endDate;
  }
  if (area.endDate !== null && area.endDate !== stated)
    folder.report.note(
      AUTHORITIES,
      "its end differs from its area's last day: the area's stands",
      `${code}: ${stated}`,
    );
  return area.endDate ?? stated;
}

/** Bodies that only the English register has: the North East combined authority of 2024. */
function addEnglishOnly(
  register: AreaRegister,
  found: Map<string, DraftCouncil>,
  english: ReadonlyMap<string, SourceRow>,
  codeOf: Map<string, string>,
): void {
  const areas = new Set([...found.values()].map((each) => each.area));
  for (const [area, row] of english) {
    const reference = cellOf(row, "reference");
    if (areas.has(area) || found.has(organisation(reference)) || !register.areas.has(area)) continue;
    if (areas.has(liveCode(register, area))) continue;
    const tier = TIERS[cellOf(row, "local-authority-type")];
    if (tier === undefined) continue;
    const code = organisation(reference);
    codeOf.set(reference, code);
    const dates = [cellOf(row, "start-date"), cellOf(row, "end-date")].map((each) =>
      each === "" || misread(each) ? null : each,
    );
    found.set(code, {
      code,
      name: cellOf(row, "name"),
      tier,
      area,
      upperTier: null,
      homepage: null,
      startDate: dates[0] ?? null,
      endDate: dates[1] ?? null,
    });
  }
}

/** GOV.UK's list has the address that residents are sent to; combined authorities are only in the English register. */
function addHomepages(
  register: AreaRegister,
  folder: SourceFolder,
  found: ReadonlyMap<string, DraftCouncil>,
  english: ReadonlyMap<string, SourceRow>,
): void {
  const byArea = new Map([...found.values()].filter((each) => each.endDate === null).map((each) => [each.area, each]));
  for (const row of folder.rows(GOVUK)) {
    const code = cellOf(row, "gss");
    // GOV.UK's list still has the codes of Fife, Glasgow and others from before 2018: follow them to the live one.
    const council = byArea.get(register.areas.has(code) ? successorOf(register, code) : code);
    if (council === undefined) {
      folder.report.refuse(GOVUK, "no live council for the code", `${code} ${cellOf(row, "name")}`);
      continue;
    }
    council.homepage = cellOf(row, "homepage_url");
  }
  for (const row of english.values()) {
    const council = found.get(organisation(cellOf(row, "reference")));
    const website = row.cells.website ?? "";
    if (council?.endDate === null && council.homepage === null && website !== "") council.homepage = website;
  }
}

function successorOf(register: AreaRegister, code: string): string {
  let at = code;
  for (let steps = 0; steps < 5 && register.get(at).status === "TERMINATED"; steps += 1) {
    const next = [...register.changes.values()].filter((each) => each.from === at);
    if (next.length !== 1 || next[0] === undefined) return at;
    at = next[0].to;
  }
  return at;
}

function successions(
  register: AreaRegister,
  folder: SourceFolder,
  rows: readonly SourceRow[],
  codeOf: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, DraftCouncil>,
): DraftSuccession[] {
  const list: DraftSuccession[] = [];
  for (const row of rows)
    for (const name of cellOf(row, "replaced-by")
      .split(",")
      .filter((each) => each !== "")) {
      const council = codeOf.get(cellOf(row, "local-authority-code"));
      const successor = codeOf.get(name);
      const ended = found.get(council ?? "")?.endDate ?? null;
      if (council === undefined || successor === undefined || ended === null) {
        folder.report.note(
          AUTHORITIES,
          "a succession left out: its successor or its day is not known",
          cellOf(row, "official-name"),
        );
        continue;
      }
      list.push({ council, successor, date: shiftDay(ended, 1) });
    }
  const stated = new Set(list.map((each) => each.council));
  for (const council of found.values()) {
    if (council.endDate === null || stated.has(council.code)) continue;
    // The register names no successor: that of the area, where it has a council.
    for (const change of register.changes.values())
      for (const next of found.values())
        if (change.from === council.area && next.area === change.to && next.endDate === null)
          list.push({ council: council.code, successor: next.code, date: shiftDay(council.endDate, 1) });
  }
  return list;
}
