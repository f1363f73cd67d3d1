import type { AreaTypeCode, HierarchyName } from "../../../schema/values/enums";

/** Code, label, GSS prefixes, level (0 is the whole country; null where the kind has no fixed place), hierarchy. */
export type AreaTypeRow = readonly [AreaTypeCode, string, string, number | null, HierarchyName];

/** Every kind of area of the closed list. Kinds that the starter set has no areas of are here too, so that imports can use them. */
export const AREA_TYPES: readonly AreaTypeRow[] = [
  ["UK", "United Kingdom", "K02", 0, "ADMINISTRATIVE"],
  ["CTRY", "Country", "E92 W92 S92 N92", 1, "ADMINISTRATIVE"],
  ["RGN", "English region", "E12", 2, "ADMINISTRATIVE"],
  ["CAUTH", "Combined authority", "E47", 3, "ADMINISTRATIVE"],
  ["CTY", "County", "E10", 4, "ADMINISTRATIVE"],
  ["MCTY", "Metropolitan county", "E11", 4, "ADMINISTRATIVE"],
  ["UTLA", "Upper-tier local authority", "", 4, "ADMINISTRATIVE"],
  ["LTLA", "Lower-tier local authority", "", 5, "ADMINISTRATIVE"],
  ["LAD", "Local authority district", "", 5, "ADMINISTRATIVE"],
  ["UA", "Unitary authority", "E06 W06", 5, "ADMINISTRATIVE"],
  ["NMD", "Non-metropolitan district", "E07", 5, "ADMINISTRATIVE"],
  ["MD", "Metropolitan district", "E08", 5, "ADMINISTRATIVE"],
  ["LONB", "London borough", "E09", 5, "ADMINISTRATIVE"],
  ["CA", "Scottish council area", "S12", 5, "ADMINISTRATIVE"],
  ["LGD", "Northern Ireland local government district", "N09", 5, "ADMINISTRATIVE"],
  ["LSIP", "Local skills improvement plan area", "E69", 4, "CUSTOM"],
  ["PCON", "Parliamentary constituency", "E14 W07 S14 N05", 5, "ELECTORAL"],
  ["WD", "Ward", "E05 W05 S13 N08", 6, "ELECTORAL"],
  ["PAR", "Parish or community", "E04 W04", 7, "ADMINISTRATIVE"],
  ["CED", "County electoral division", "E58", 6, "ELECTORAL"],
  ["LSOA", "Lower layer super output area", "E01 W01", 8, "STATISTICAL"],
  ["MSOA", "Middle layer super output area", "E02 W02", 7, "STATISTICAL"],
  ["OA", "Output area", "E00 W00 S00 N00", 9, "STATISTICAL"],
  ["DATA_ZONE", "Data zone", "S01 N20", 8, "STATISTICAL"],
  ["ICB", "Integrated care board area", "E54", 3, "HEALTH"],
  ["SICBL", "Sub integrated care board location", "E38", 4, "HEALTH"],
  ["PFA", "Police force area", "E23 W15", 3, "POLICE_AND_FIRE"],
  ["FRA", "Fire and rescue authority area", "E31 W25", 3, "POLICE_AND_FIRE"],
  ["SENEDD_CONSTITUENCY", "Senedd constituency", "W09", 5, "ELECTORAL"],
  ["NATURAL_NEIGHBOURHOOD", "Natural neighbourhood", "", null, "CUSTOM"],
  ["ITL1", "International territorial level 1", "", 2, "STATISTICAL"],
  ["ITL2", "International territorial level 2", "", 3, "STATISTICAL"],
  ["ITL3", "International territorial level 3", "", 4, "STATISTICAL"],
  ["CUSTOM", "Other grouping of areas", "K03 K04 E13 E61 E67 N34 W42", null, "CUSTOM"],
];
