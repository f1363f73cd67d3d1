import { cellOf, type SourceFolder } from "../files";
import type { AreaRegister } from "./register";

export const AUTHORITIES = "areas/mysociety/uk_local_authorities_current.csv";

/** Letters that only a text read in the wrong encoding has: the replacement character and its remains. */
const BROKEN = /[\uFFFD\uFF9E\uFFA0]|ï[¿¾]|Ã|Â/;

/** Names in the file that lost letters on the way, and parts of names that stand alone; seen in the file of 2025. */
const MUTILATED = new Set(["ynys mn", "eilean", "city of", "county of", "the"]);

/** Ends that a fixed-width list cut short, as in "camden london boro". */
const CUT = /\b(boro|distric|counci)$/;

const SMALL = new Set(["and", "of", "the", "upon", "on", "in", "le", "with", "y", "ar", "na", "nan", "an"]);

/** Makes a name in small letters a proper one, as the register writes names; joining words stay small, UA is an abbreviation. */
function proper(name: string): string {
  if (name !== name.toLowerCase()) return name;
  const capital = (word: string): string => word.replace(/^\(?\p{L}/u, (start) => start.toUpperCase());
  const one = (word: string, first: boolean): string =>
    word === "ua" ? "UA" : !first && SMALL.has(word) ? word : capital(word);
  return name
    .split(" ")
    .map((word, i) =>
      word
        .split("-")
        .map((part, j) => one(part, i === 0 && j === 0))
        .join("-"),
    )
    .join(" ");
}

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}]/gu, "");

/**
 * The names of a list that does not quote names holding commas ("Bristol, City of"): neighbours that together make a known name are that
 * name, and are left out, since it is known already.
 */
function separate(list: string, known: ReadonlySet<string>): string[] {
  const parts = list.split(",").filter((part) => part.trim() !== "");
  const names: string[] = [];
  for (let at = 0; at < parts.length; ) {
    const run = [4, 3, 2].find(
      (size) => at + size <= parts.length && known.has(letters(parts.slice(at, at + size).join(""))),
    );
    if (run === undefined) names.push(parts[at] ?? "");
    at += run ?? 1;
  }
  return names;
}

/**
 * Adds alternative names of councils' areas, under every code of the ground: official name, nice name and the list of others. Damaged
 * names and parts of names are left out and reported.
 */
export function addAlternativeNames(register: AreaRegister, folder: SourceFolder): void {
  for (const row of folder.rows(AUTHORITIES)) {
    const area = register.areas.get(cellOf(row, "gss-code"));
    if (area === undefined) continue; // councils.ts reports those without an area
    // A county that became a unitary authority keeps its names to itself.
    const next = [...register.changes.values()].find(
      (each) => each.from === area.code && each.kind === "RECODED" && register.get(each.to).type === area.type,
    );
    const codes = next === undefined ? [area.code] : [area.code, next.to];
    const whole = [cellOf(row, "official-name"), cellOf(row, "nice-name")];
    const standing = [...register.names.values()].filter((each) => each.area === area.code).map((each) => each.name);
    const known = new Set([area.name, ...whole, ...standing].filter((name) => name.includes(",")).map(letters));
    for (const raw of [...whole, ...separate(cellOf(row, "alt-names"), known)]) {
      const name = raw.trim().replace(/\s+/g, " ");
      if (name === "") continue;
      if (BROKEN.test(name) || MUTILATED.has(name.toLowerCase()) || CUT.test(name)) {
        folder.report.note(
          AUTHORITIES,
          "an alternative name left out: damaged, cut short or a part of one",
          `${area.code}: ${name}`,
        );
        continue;
      }
      for (const code of codes)
        register.addName({ area: code, name: proper(name), kind: "ALTERNATIVE", startDate: null, endDate: null });
    }
  }
}
