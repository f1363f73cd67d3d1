import { cellOf, type SourceFolder } from "../files";
import { type AreaRegister, shiftDay } from "./register";

const LIVE_2025 = "areas/lists/ltla25.csv";
const COMBINED_2025 = "areas/lists/cauth25.csv";
const CHANGES = "areas/changes/uk-topojson_changes.csv";
const DATES = "areas/changes/all_lad_codes_dates.csv";

/** Recoding of 2025: operative on the first of April (figures of the Office for National Statistics use the new codes from that day). */
const RECODED_2025 = "2025-04-01";

/**
 * What happened after the Code History Database of July 2024: authorities recoded and combined authorities founded in
 * 2025. Precedence: the list of 2025 says which codes are live; the list of changes says what became of the others;
 * the Code History Database stands for everything before. A code live in the list of 2025 but unknown throws.
 */
export function addLaterAuthorities(register: AreaRegister, folder: SourceFolder): void {
  const changes = folder.rows(CHANGES);
  for (const row of changes) {
    if (cellOf(row, "type") !== "new_code" || cellOf(row, "start") !== "2025") continue;
    const old = register.get(cellOf(row, "oldcd"));
    old.status = "TERMINATED";
    old.endDate = shiftDay(RECODED_2025, -1);
    register.add({
      ...old,
      code: cellOf(row, "newcd"),
      name: cellOf(row, "newnm"),
      status: "LIVE",
      startDate: RECODED_2025,
      endDate: null,
    });
    for (const name of [...register.names.values()].filter((each) => each.area === old.code))
      register.addName({ ...name, area: cellOf(row, "newcd") });
  }
  for (const row of folder.rows(COMBINED_2025)) {
    const code = cellOf(row, "areacd");
    if (register.areas.has(code)) continue;
    // Only the year of these four is in any file: the first of January stands for "in 2025".
    register.add({
      code,
      name: cellOf(row, "areanm"),
      nameWelsh: null,
      type: "CAUTH",
      status: "LIVE",
      startDate: "2025-01-01",
      endDate: null,
    });
    folder.report.note(COMBINED_2025, "the files give only the year 2025 as its start; 2025-01-01 stands for it", code);
  }
  checkLive(register, folder);
  checkDates(register, folder);
}

const LOWER_TIER = new Set(["UA", "NMD", "MD", "LONB", "CA", "LGD"]);

function checkLive(register: AreaRegister, folder: SourceFolder): void {
  const listed = new Set(folder.rows(LIVE_2025).map((row) => cellOf(row, "areacd")));
  for (const code of listed)
    if (register.get(code).status !== "LIVE")
      throw new Error(`${code} is live in the list of 2025 but ended in the register.`);
  for (const area of register.areas.values())
    if (LOWER_TIER.has(area.type) && area.status === "LIVE" && !listed.has(area.code))
      throw new Error(`${area.code} is live in the register but not in the list of 2025.`);
}

/** Compares start, end and status with the second list of codes; a difference is reported and the register stands. */
function checkDates(register: AreaRegister, folder: SourceFolder): void {
  for (const row of folder.rows(DATES)) {
    const code = cellOf(row, "gss_code");
    const area = register.areas.get(code);
    if (area === undefined) {
      folder.report.refuse(DATES, "the code is in no other list", code);
      continue;
    }
    if (cellOf(row, "gss_name") !== area.name) continue; // a stretch of history under an older name
    const end = cellOf(row, "end_date");
    if (end !== (area.endDate ?? "") || (cellOf(row, "status") === "live") !== (area.status === "LIVE"))
      folder.report.note(
        DATES,
        "its end differs from the other lists; the list of 2025 and the Code History Database stand",
        `${code}: ${end === "" ? "no end" : end} here, ${area.endDate ?? "no end"} kept`,
      );
  }
}
