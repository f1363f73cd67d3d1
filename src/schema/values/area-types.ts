import type { AreaTypeCode } from "./enums";

/** Kinds of area that a class of kinds stands for. Scotland's council areas and Northern Ireland's districts are both tiers at once. */
const LOWER: readonly AreaTypeCode[] = ["UA", "NMD", "MD", "LONB", "CA", "LGD"];
const CLASSES: Partial<Record<AreaTypeCode, readonly AreaTypeCode[]>> = {
  LTLA: LOWER,
  LAD: LOWER,
  UTLA: ["CTY", "UA", "MD", "LONB", "CA", "LGD"],
};

/** The kinds that a code asks for: those of its class, or itself. */
export function kindsOf(code: AreaTypeCode): readonly AreaTypeCode[] {
  return CLASSES[code] ?? [code];
}
