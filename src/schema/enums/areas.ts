import * as v from "../values/enums";
import { enumType } from "./enum-type";

export const AreaTypeCode = enumType(
  "AreaTypeCode",
  "A kind of area, or a class of kinds (LTLA, UTLA, LAD).",
  v.AREA_TYPE_CODES,
  {
    UK: "The United Kingdom.",
    CTRY: "A country of the United Kingdom.",
    RGN: "An English region.",
    CAUTH: "A combined authority or combined county authority.",
    CTY: "A county with a county council.",
    MCTY: "A metropolitan county: no council of its own; its districts are metropolitan.",
    UTLA: "Upper-tier and single-tier local authority areas: counties, unitary, metropolitan and London areas, and those of Scotland, Wales and Northern Ireland.",
    LTLA: "Lower-tier and single-tier local authority areas: districts, unitary, metropolitan and London areas, and those of Scotland, Wales and Northern Ireland.",
    LAD: "Local authority districts: the same areas as LTLA.",
    UA: "A unitary authority area of England or Wales.",
    NMD: "A non-metropolitan district of England.",
    MD: "A metropolitan district of England.",
    LONB: "A London borough, or the City of London.",
    CA: "A council area of Scotland.",
    LGD: "A local government district of Northern Ireland.",
    LSIP: "A local skills improvement plan area.",
    PCON: "A parliamentary constituency.",
    WD: "An electoral ward or division.",
    PAR: "A civil parish or community.",
    CED: "A county electoral division.",
    LSOA: "A lower layer super output area of England or Wales: about 1,500 residents.",
    MSOA: "A middle layer super output area of England or Wales: about 8,000 residents.",
    OA: "An output area: about 300 residents.",
    DATA_ZONE: "A data zone of Scotland or Northern Ireland.",
    ICB: "An integrated care board area.",
    SICBL: "A sub-ICB location.",
    PFA: "A police force area.",
    FRA: "A fire and rescue authority area.",
    SENEDD_CONSTITUENCY: "A constituency of the Senedd.",
    NATURAL_NEIGHBOURHOOD: "A neighbourhood as its residents draw it.",
    ITL1: "An international territorial level 1 area: a region or country. No GSS code.",
    ITL2: "An international territorial level 2 area. No GSS code.",
    ITL3: "An international territorial level 3 area. No GSS code.",
    CUSTOM: "An area that a member has drawn or put together.",
  },
);

export const HierarchyName = enumType(
  "HierarchyName",
  "The family of boundaries that a kind of area belongs to.",
  v.HIERARCHY_NAMES,
  {
    ADMINISTRATIVE: "Areas that councils and governments run.",
    STATISTICAL: "Areas that exist for statistics.",
    ELECTORAL: "Areas that elect somebody.",
    HEALTH: "Areas of the health service.",
    POLICE_AND_FIRE: "Areas of police forces and fire services.",
    CUSTOM: "Areas that members have made.",
  },
);

export const AreaStatus = enumType("AreaStatus", "Whether an area is in being.", v.AREA_STATUSES, {
  LIVE: "In being today.",
  TERMINATED: "Ended: see `endDate` and `successors`.",
  PROPOSED: "Not yet in being.",
});

export const AreaChangeKind = enumType("AreaChangeKind", "What happened to an area.", v.AREA_CHANGE_KINDS, {
  MERGED: "Joined with others into one.",
  SPLIT: "Divided among several.",
  RENAMED: "Given another name; the same ground and code.",
  RECODED: "Given another code; the same ground.",
  BOUNDARY_CHANGE: "Its boundary moved.",
  CREATED: "Came into being.",
  ABOLISHED: "Ended without a successor of its own kind.",
});

export const GeometryDetail = enumType("GeometryDetail", "How finely a boundary is drawn.", v.GEOMETRY_DETAILS, {
  FULL: "As surveyed.",
  GENERALISED: "Fine enough for a map of one council: a point some 20 metres along the line.",
  ULTRA_GENERALISED: "Fine enough for a map of the country: a point some 500 metres along the line.",
});
