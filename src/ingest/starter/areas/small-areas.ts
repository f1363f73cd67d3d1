import { cellOf, type SourceFolder, type SourceRow } from "../files";
import { codeHistory } from "./code-history";
import { addMsoaChanges, msoaNameOf, msoas2011 } from "./msoas";
import { type AreaRegister, shiftDay } from "./register";

const LSOA = "areas/lists/lsoa21.csv";
const MSOA = "areas/lists/msoa21.csv";
const LSOA_CHANGES = "areas/lookups/lookup_lsoa11_lsoa21_ltla22.csv";
const WARDS = "areas/lookups/lookup_lsoa21_ward24_ltla24.csv";
const WARDS_2025 = "areas/lists/wd25.csv";

/** Census day 2021: from then figures use the LSOAs of 2021. ONS states no other day in these files. */
export const CENSUS_2021 = "2021-03-21";

const CHANGE_KINDS = { S: "SPLIT", M: "MERGED", X: "BOUNDARY_CHANGE" } as const;

/** Adds MSOAs and LSOAs of 2021, those of 2011 that ended, what became of them, and the wards of 2024, with what each lies in. */
export function addSmallAreas(register: AreaRegister, folder: SourceFolder): void {
  const changes = folder.rows(LSOA_CHANGES);
  const codes2011 = new Set(changes.map((row) => cellOf(row, "lsoa11_code")));
  const msoas = new Map<string, string>();
  const msoaCodes2011 = msoas2011(folder);
  for (const row of folder.rows(MSOA)) {
    const start = msoaCodes2011.has(cellOf(row, "areacd")) ? null : CENSUS_2021;
    const area = addStatistical(register, row, "MSOA", start);
    msoas.set(area.name, area.code);
  }
  const msoaOf = new Map<string, string>();
  for (const row of folder.rows(LSOA)) {
    const start = codes2011.has(cellOf(row, "areacd")) ? null : CENSUS_2021;
    const area = addStatistical(register, row, "LSOA", start);
    const msoa = msoas.get(msoaNameOf(area.name));
    if (msoa === undefined) throw new Error(`${area.code} ${area.name} is named after no MSOA.`);
    msoaOf.set(area.code, msoa);
    register.addMembership(area.code, msoa, "STATISTICAL");
  }
  for (const row of changes) addEnded(register, row);
  for (const row of changes) addCensusChange(register, folder, row);
  for (const row of changes) {
    const msoa = msoaOf.get(cellOf(row, "lsoa21_code"));
    if (msoa !== undefined) register.addMembership(msoa, cellOf(row, "ltla22_code"), "STATISTICAL");
  }
  addMsoaChanges(register, folder, CENSUS_2021);
  addWards(register, folder, msoaOf);
}

function addStatistical(register: AreaRegister, row: SourceRow, type: "LSOA" | "MSOA", startDate: string | null) {
  const [code, name] = [cellOf(row, "areacd"), cellOf(row, "areanm")];
  return register.add({ code, name, nameWelsh: null, type, status: "LIVE", startDate, endDate: null });
}

function addEnded(register: AreaRegister, row: SourceRow): void {
  const code = cellOf(row, "lsoa11_code");
  if (register.areas.has(code)) return;
  register.add({
    code,
    name: cellOf(row, "lsoa11_name"),
    nameWelsh: null,
    type: "LSOA",
    status: "TERMINATED",
    startDate: null,
    endDate: shiftDay(CENSUS_2021, -1),
  });
}

function addCensusChange(register: AreaRegister, folder: SourceFolder, row: SourceRow): void {
  const from = cellOf(row, "lsoa11_code");
  const to = cellOf(row, "lsoa21_code");
  const mark = cellOf(row, "change_code");
  if (mark === "U") {
    if (cellOf(row, "lsoa11_name") !== cellOf(row, "lsoa21_name"))
      folder.report.note(LSOA_CHANGES, "renamed under the same code: only the name of 2021 is kept", from);
    return;
  }
  const kind = mark === "S" || mark === "M" || mark === "X" ? CHANGE_KINDS[mark] : undefined;
  if (kind === undefined) {
    folder.report.refuse(LSOA_CHANGES, "the change code is none of U, S, M, X", `${from} ${mark}`);
    return;
  }
  register.addChange({ from, to, kind, date: CENSUS_2021, instrument: null });
  register.addMembership(from, cellOf(row, "ltla22_code"), "STATISTICAL");
}

/** Wards of 2024: every one that the best fit of LSOAs to wards names, with the names that it had before. No file tells what became of older ones. */
function addWards(register: AreaRegister, folder: SourceFolder, msoaOf: ReadonlyMap<string, string>): void {
  const history = codeHistory(folder, "E05");
  const listed2025 = new Set(folder.rows(WARDS_2025).map((row) => cellOf(row, "areacd")));
  for (const row of folder.rows(WARDS)) {
    const [lsoa, ward, authority] = [
      cellOf(row, "lsoa21_code"),
      cellOf(row, "ward24_code"),
      cellOf(row, "ltla24_code"),
    ];
    if (!register.areas.has(ward)) {
      const stretches = history.get(ward);
      const end = stretches?.[0]?.date.e ?? null;
      const gone = !listed2025.has(ward);
      if (gone)
        folder.report.note(
          WARDS,
          "a ward of 2024 that the list of 2025 no longer has: ended, on a day not known",
          ward,
        );
      register.add({
        code: ward,
        name: cellOf(row, "ward24_name"),
        nameWelsh: null,
        type: "WD",
        status: gone || end !== null ? "TERMINATED" : "LIVE",
        startDate: stretches?.at(-1)?.date.s ?? null,
        endDate: end,
      });
      for (const { nm, date } of stretches?.slice(1) ?? [])
        register.addName({ area: ward, name: nm, kind: "OLD", startDate: date.s, endDate: date.e ?? null });
    }
    register.addMembership(ward, authority, "ELECTORAL");
    register.addMembership(lsoa, ward, "ELECTORAL");
    const msoa = msoaOf.get(lsoa);
    if (msoa === undefined) throw new Error(`${lsoa} of the ward lookup is in no MSOA.`);
    const before = register.memberships.get(`${msoa}|${authority}`);
    if (before === undefined) register.addMembership(msoa, authority, "STATISTICAL");
  }
}
