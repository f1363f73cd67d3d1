import type { NationalSource, RemoteIndicator } from "../../datasources/core/source";
import { kindsOf } from "../../schema/values/area-types";
import type { AreaTypeCode } from "../../schema/values/enums";

/** First letters of the codes of kinds that are one nation's alone, or two's: a class names them all, a service may answer for some. */
const NATIONS: Partial<Record<AreaTypeCode, string>> = {
  CTY: "E",
  NMD: "E",
  MD: "E",
  LONB: "E",
  UA: "EW",
  CA: "S",
  LGD: "N",
};

/**
 * The kinds of area that an indicator is published for, by code: classes (LTLA, UTLA) opened into those of their kinds that lie in
 * the nations that the source answers for.
 */
export function kindsFor(
  source: Pick<NationalSource, "areaTypes" | "nations">,
  indicator: Pick<RemoteIndicator, "areaTypes">,
): readonly AreaTypeCode[] {
  const kinds = new Set<AreaTypeCode>();
  for (const type of indicator.areaTypes ?? source.areaTypes) {
    const opened = kindsOf(type);
    for (const kind of opened) {
      const nations = opened.length === 1 ? undefined : NATIONS[kind];
      if (nations === undefined || source.nations.some((nation) => nations.includes(nation))) kinds.add(kind);
    }
  }
  return [...kinds].sort();
}
