import { cellOf, type SourceFolder } from "../files";
import { type AreaRegister, shiftDay } from "./register";

const MSOA_2011 = "areas/lookups/lookup_msoa11_msoa21_ltla22.csv";
const LSOA_CHANGES = "areas/lookups/lookup_lsoa11_lsoa21_ltla22.csv";

/** An LSOA is named after its MSOA and a letter: "Hartlepool 009A" lies in "Hartlepool 009". */
export function msoaNameOf(lsoaName: string): string {
  return lsoaName.replace(/[A-Z]+$/, "");
}

/** Codes of the MSOAs of 2011. */
export function msoas2011(folder: SourceFolder): ReadonlySet<string> {
  return new Set(folder.rows(MSOA_2011).map((row) => cellOf(row, "msoa11_code")));
}

/**
 * Adds the MSOAs of 2011 that ended with the census of 2021, and what became of them. The publisher's own lookup gives each of them one
 * successor, also where it was split; so what went where is told by the LSOAs in them, whose lookup gives all pairs.
 */
export function addMsoaChanges(register: AreaRegister, folder: SourceFolder, censusDay: string): void {
  const old = new Map<string, { readonly name: string; readonly authority: string }>();
  const byName2011 = new Map<string, string>();
  for (const row of folder.rows(MSOA_2011)) {
    const [code, name] = [cellOf(row, "msoa11_code"), cellOf(row, "msoa11_name")];
    old.set(code, { name, authority: cellOf(row, "ltla22_code") });
    byName2011.set(name, code);
  }
  const byName2021 = new Map<string, string>();
  for (const area of register.areas.values()) if (area.type === "MSOA") byName2021.set(area.name, area.code);
  const into = new Map<string, Set<string>>();
  const outOf = new Map<string, Set<string>>();
  for (const row of folder.rows(LSOA_CHANGES)) {
    const from = byName2011.get(msoaNameOf(cellOf(row, "lsoa11_name")));
    const to = byName2021.get(msoaNameOf(cellOf(row, "lsoa21_name")));
    if (from === undefined || to === undefined) continue;
    into.set(from, (into.get(from) ?? new Set()).add(to));
    outOf.set(to, (outOf.get(to) ?? new Set()).add(from));
  }
  for (const [code, { name, authority }] of old) {
    if (register.areas.has(code)) continue;
    register.add({
      code,
      name,
      nameWelsh: null,
      type: "MSOA",
      status: "TERMINATED",
      startDate: null,
      endDate: shiftDay(censusDay, -1),
    });
    register.addMembership(code, authority, "STATISTICAL");
    const next = [...(into.get(code) ?? [])];
    const sources = next.map((to) => outOf.get(to)?.size ?? 0);
    const isSplit = next.length > 1 && sources.every((count) => count === 1);
    const isMerged =
      next.length === 1 && [...(outOf.get(next[0] ?? "") ?? [])].every((from) => into.get(from)?.size === 1);
    const kind = isSplit ? "SPLIT" : isMerged ? "MERGED" : "BOUNDARY_CHANGE";
    for (const to of next) register.addChange({ from: code, to, kind, date: censusDay, instrument: null });
  }
}
