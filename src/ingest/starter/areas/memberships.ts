import { cellOf, type SourceFolder } from "../files";
import type { Parents } from "./authorities";
import { type AreaRegister, shiftDay } from "./register";

const CHANGES = "areas/changes/uk-topojson_changes.csv";
const COMBINED_2023 = "areas/lookups/lookup_ltla23_cauth23.csv";
const POLICE = "areas/lookups/lookup_ltla24_csp24_pfa24.csv";
const REGIONS = "areas/lookups/lookup_ltla24_region24.csv";

const UK = "K02000001";

/** Countries in the groupings that statistics use. */
const GROUPINGS: readonly (readonly [string, string])[] = [
  ["E92000001", "K03000001"],
  ["W92000004", "K03000001"],
  ["S92000003", "K03000001"],
  ["E92000001", "K04000001"],
  ["W92000004", "K04000001"],
];

/** Metropolitan counties by the last two digits of their districts' codes, as ONS numbered them (E08000001 is Bolton). */
const METROPOLITAN: readonly (readonly [string, readonly number[]])[] = [
  ["E11000001", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ["E11000002", [11, 12, 13, 14, 15]],
  ["E11000003", [16, 17, 18, 19, 38, 39]],
  ["E11000004", [20, 21, 22, 23, 24]],
  ["E11000007", [21, 22, 23, 24, 37]],
  ["E11000005", [25, 26, 27, 28, 29, 30, 31]],
  ["E11000006", [32, 33, 34, 35, 36]],
];

/** Members of the North East Combined Authority from 2014 to 2018: those of the two that followed it. */
const BEFORE_2018 = new Map([
  ["E47000010", "E47000005"],
  ["E47000011", "E47000005"],
]);

/** The combined authority of 2024 that took in the members of the two of 2018. */
const AFTER_2024 = "E47000014";

const COUNTRY_OF: Readonly<Record<string, string>> = { W: "W92000004", S: "S92000003", N: "N92000002" };

/** Adds the administrative tree: United Kingdom, countries, regions, counties, districts; with the dates on which both stood. */
export function addAdministrative(register: AreaRegister, folder: SourceFolder, parents: Parents): void {
  for (const country of ["E92000001", "W92000004", "S92000003", "N92000002"])
    register.addMembership(country, UK, "ADMINISTRATIVE");
  register.addMembership("K03000001", UK, "CUSTOM");
  register.addMembership("K04000001", "K03000001", "CUSTOM");
  for (const [country, grouping] of GROUPINGS) register.addMembership(country, grouping, "CUSTOM");
  for (const area of register.areas.values()) {
    if (area.type === "RGN") register.addMembership(area.code, "E92000001", "ADMINISTRATIVE");
    if (!["CTY", "MCTY", "UA", "MD", "LONB", "NMD", "CA", "LGD"].includes(area.type)) continue;
    const country = COUNTRY_OF[area.code.charAt(0)];
    // A code of 2025 is not in the history of 2024: it lies where the code before it lay.
    const parent = parents.get(area.code) ?? country ?? parents.get(recodedFrom(register, area.code));
    if (parent === undefined) continue;
    register.addMembership(area.code, parent, "ADMINISTRATIVE");
    const region = parents.get(parent);
    if (parent.startsWith("E10") && region !== undefined) register.addMembership(area.code, region, "ADMINISTRATIVE");
  }
  addMetropolitan(register);
  checkRegions(register, folder);
}

/** For the codes of 2025, the code before, by name: the changes themselves are added after the tree. */
function recodedFrom(register: AreaRegister, code: string): string {
  const area = register.get(code);
  for (const each of register.areas.values())
    if (each.code !== code && each.type === area.type && each.name === area.name && each.endDate !== null)
      return each.code;
  return "";
}

function addMetropolitan(register: AreaRegister): void {
  for (const [county, numbers] of METROPOLITAN)
    for (const number of numbers) {
      const district = `E080000${String(number).padStart(2, "0")}`;
      register.addMembership(district, county, "ADMINISTRATIVE");
      for (const each of [...register.memberships.values()])
        if (each.child === district && each.parent.startsWith("E12"))
          register.addMembership(county, each.parent, "ADMINISTRATIVE");
    }
}

/** The lookup of 2024 must agree with the tree worked out from the Code History Database. */
function checkRegions(register: AreaRegister, folder: SourceFolder): void {
  for (const row of folder.rows(REGIONS)) {
    const pair = `${cellOf(row, "ltla24_code")}|${cellOf(row, "region24_code")}`;
    if (!register.memberships.has(pair)) throw new Error(`The lookup of 2024 puts ${pair}, the history does not.`);
  }
}

/** Adds members of combined authorities and police force areas. A member that is a county brings its districts. */
export function addJointBodies(register: AreaRegister, folder: SourceFolder): void {
  const join = (member: string, authority: string): void => {
    register.addMembership(member, authority, "ADMINISTRATIVE");
    if (!member.startsWith("E10")) return;
    for (const each of [...register.memberships.values()])
      if (each.parent === member) register.addMembership(each.child, authority, "ADMINISTRATIVE");
  };
  for (const row of folder.rows(COMBINED_2023)) {
    const [member, authority] = [cellOf(row, "ltla23_code"), cellOf(row, "cauth23_code")];
    join(member, authority);
    const earlier = BEFORE_2018.get(authority);
    if (earlier === undefined) continue;
    join(member, earlier);
    join(member, AFTER_2024);
  }
  for (const row of folder.rows(CHANGES)) {
    const [member, authority] = [cellOf(row, "oldcd"), cellOf(row, "newcd")];
    if (authority.startsWith("E47") && !member.startsWith("E47")) join(member, authority);
  }
  for (const row of folder.rows(POLICE)) {
    const force = cellOf(row, "pfa24_code");
    if (!register.areas.has(force))
      register.add({
        code: force,
        name: cellOf(row, "pfa24_name"),
        nameWelsh: null,
        type: "PFA",
        status: "LIVE",
        startDate: null,
        endDate: null,
      });
    register.addMembership(cellOf(row, "ltla24_code"), force, "POLICE_AND_FIRE");
  }
  addRegionsOfCombined(register);
}

/** A combined authority lies in a region when all its members do. */
function addRegionsOfCombined(register: AreaRegister): void {
  const all = [...register.memberships.values()];
  for (const area of register.areas.values()) {
    if (area.type !== "CAUTH") continue;
    const members = all.filter((each) => each.parent === area.code).map((each) => each.child);
    const regions = new Set(
      all.filter((each) => members.includes(each.child) && each.parent.startsWith("E12")).map((each) => each.parent),
    );
    const [region] = regions;
    if (regions.size === 1 && region !== undefined) register.addMembership(area.code, region, "ADMINISTRATIVE");
  }
}

/**
 * Both codes of recoded ground have the same members and the same parents, each within its own dates: what lay in the old code
 * to its last day lies in the new one from the day after, and the new code lies where the old one lay.
 */
export function carryAcrossRecodings(register: AreaRegister): void {
  for (const change of register.changes.values()) {
    if (change.kind !== "RECODED") continue;
    for (const each of [...register.memberships.values()]) {
      if (each.parent === change.from && register.get(each.child).status === "LIVE")
        register.addMembership(each.child, change.to, each.hierarchy, change.date, null);
      if (each.child === change.from && !register.memberships.has(`${change.to}|${each.parent}`))
        if (each.endDate === null || each.endDate >= shiftDay(change.date, -1))
          register.addMembership(change.to, each.parent, each.hierarchy, change.date, null);
    }
  }
}
