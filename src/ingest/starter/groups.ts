import type { ComparisonGroupKind } from "../../schema/values/enums";
import type { AreaRegister } from "./areas/register";
import { cellOf, type SourceFolder } from "./files";

const CLUSTERS = "neighbours/ons-clusters/cluster-allocation.csv";
const RURAL = "areas/lookups/ruc21_ltla24.csv";

/** A comparison group with its members' codes. */
export interface DraftGroup {
  readonly slug: string;
  readonly label: string;
  readonly kind: ComparisonGroupKind;
  readonly basis: string;
  readonly members: string[];
}

/** The eleven Core Cities of the United Kingdom (corecities.com, membership since Belfast joined in 2016). */
const CORE_CITIES: readonly string[] = [
  "N09000003", // Belfast
  "E08000025", // Birmingham
  "E06000023", // Bristol
  "W06000015", // Cardiff
  "S12000049", // Glasgow
  "E08000035", // Leeds
  "E08000012", // Liverpool
  "E08000003", // Manchester
  "E08000021", // Newcastle upon Tyne
  "E06000018", // Nottingham
  "E08000039", // Sheffield
];

const CLUSTER_BASIS: Readonly<Record<string, string>> = {
  Global: "ONS clustering of local authorities over all its themes together",
  Economic: "ONS clustering of local authorities over economic indicators",
  Demographic: "ONS clustering of local authorities over demographic indicators",
};

/** ONS clusters, the Core Cities and the rural-urban classes of 2021. */
export function comparisonGroups(register: AreaRegister, folder: SourceFolder): DraftGroup[] {
  const groups = new Map<string, DraftGroup>();
  const join = (group: Omit<DraftGroup, "members">, area: string): void => {
    register.get(area);
    const standing = groups.get(group.slug) ?? { ...group, members: [] };
    groups.set(group.slug, standing);
    standing.members.push(area);
  };
  for (const row of folder.rows(CLUSTERS))
    for (const [model, basis] of Object.entries(CLUSTER_BASIS)) {
      const letter = cellOf(row, model);
      if (!/^[A-D]$/.test(letter)) {
        folder.report.note(
          CLUSTERS,
          "in no cluster of this kind: the publisher's mark says that it was left out",
          `${cellOf(row, "AREACD")}: ${letter}`,
        );
        continue;
      }
      const slug = `ons-cluster-${model.toLowerCase()}-${letter.toLowerCase()}`;
      join(
        { slug, label: `ONS ${model.toLowerCase()} cluster ${letter}`, kind: "CLUSTER", basis },
        cellOf(row, "AREACD"),
      );
    }
  for (const row of folder.rows(RURAL)) {
    const code = cellOf(row, "ruc21_code");
    const basis = "Rural-urban classification of 2021 for the local authorities of 2024 in England and Wales";
    const group = {
      slug: `rural-urban-2021-${code.toLowerCase()}`,
      label: cellOf(row, "classification"),
      kind: "RURAL_URBAN" as const,
      basis,
    };
    join(group, cellOf(row, "ltla24_code"));
  }
  for (const area of CORE_CITIES)
    join(
      { slug: "core-cities-uk", label: "Core Cities UK", kind: "CORE_CITIES", basis: "Membership of Core Cities UK" },
      area,
    );
  // A class of 2024 that names a code ended since has its successor too, so that both codes find their group.
  for (const group of groups.values())
    for (const change of register.changes.values())
      if (change.kind === "RECODED" && group.members.includes(change.from) && !group.members.includes(change.to))
        group.members.splice(group.members.indexOf(change.from), 1, change.to);
  return [...groups.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}
