import type { AreaTypeCode } from "../../../schema/values/enums";
import { cellOf, type SourceFolder } from "../files";
import type { AreaRegister } from "./register";

/** Prefixes of codes that only the figures' own files name, and their kind. A longer pattern stands before a shorter one. */
const KINDS: readonly (readonly [RegExp, AreaTypeCode])[] = [
  [/^TL[A-Z]\d[0-9A-Z]$/, "ITL3"],
  [/^TL[A-Z]\d$/, "ITL2"],
  [/^TL[A-Z]$/, "ITL1"],
  [/^(E23|W15)\d{6}$/, "PFA"],
  [/^(E13|E61|E67|N34|W42)\d{6}$/, "CUSTOM"],
];

/** Codes that say "nowhere": figures under them are refused, with this reason. */
export const NOT_AREAS: Readonly<Record<string, string>> = {
  na: "the area code is `na`: the publisher gives this area no code",
  K99000004: "the code stands for people outside England or of unknown home, which is no area",
};

/** London's own authority lies in London; Inner and Outer London too. */
const LONDON: readonly string[] = ["E13000001", "E13000002", "E61000001"];

/**
 * Adds areas that only the files of figures name: ITL areas, Inner and Outer London, city regions and pairs of authorities whose
 * figures are published as one. Names are the files' own; where files differ, the first by file name stands and is reported.
 */
export function addNamedInFigures(register: AreaRegister, folder: SourceFolder): void {
  const known = new Set(register.areas.keys());
  for (const file of folder.list("els/raw")) {
    if (!file.endsWith(".csv")) continue;
    for (const row of folder.rows(file)) {
      const [code, name] = [cellOf(row, "areacd"), cellOf(row, "areanm")];
      if (known.has(code)) continue;
      const type = KINDS.find(([pattern]) => pattern.test(code))?.[1];
      if (type === undefined) continue; // refused, with its figures, where they are read
      const before = register.areas.get(code);
      if (before === undefined)
        register.add({ code, name, nameWelsh: null, type, status: "LIVE", startDate: null, endDate: null });
      else if (before.name !== name) {
        register.addName({ area: code, name, kind: "ALTERNATIVE", startDate: null, endDate: null });
        folder.report.note(
          file,
          "another name for an area that only figures name",
          `${code}: ${name}, also ${before.name}`,
        );
      }
    }
  }
  for (const code of LONDON) if (register.areas.has(code)) register.addMembership(code, "E12000007", "CUSTOM");
  for (const code of register.areas.keys())
    if (/^TL[A-Z]\d[0-9A-Z]?$/.test(code)) {
      const parent = code.slice(0, -1);
      if (register.areas.has(parent)) register.addMembership(code, parent, "STATISTICAL");
    }
  for (const code of register.areas.keys())
    if (/^TL[A-Z]$/.test(code)) register.addMembership(code, "K02000001", "STATISTICAL");
}
