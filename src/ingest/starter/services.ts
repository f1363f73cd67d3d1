import { XMLParser } from "fast-xml-parser";
import type { CouncilTier } from "../../schema/values/enums";
import { cellOf, type SourceFolder } from "./files";

const FUNCTIONS = "services/esd/functions_services.xml";
const TIERS = "services/govuk/local_services.csv";

/** Functions and services of local government, and which service belongs to which function. */
export interface ServiceCatalogue {
  readonly functions: readonly { readonly id: number; readonly label: string; readonly parent: number | null }[];
  readonly services: readonly { readonly id: number; readonly name: string; readonly tiers: readonly CouncilTier[] }[];
  readonly links: readonly { readonly service: number; readonly function: number }[];
}

interface Node {
  readonly Identifier: string;
  readonly Label: string;
  readonly Functions?: { readonly Function?: readonly Node[] };
  readonly Services?: { readonly Service?: readonly Node[] };
}

const SINGLE: readonly CouncilTier[] = [
  "UNITARY",
  "METROPOLITAN",
  "LONDON_BOROUGH",
  "WELSH_UNITARY",
  "SCOTTISH_COUNCIL",
];

/**
 * Tiers that GOV.UK's words stand for. It counts Scottish, Welsh and Northern Irish councils as unitary; districts of Northern Ireland are left
 * out, because they have no education, libraries, social care, housing, roads or council tax: theirs come from powers and duties alone.
 */
const TIER_WORDS: Readonly<Record<string, readonly CouncilTier[]>> = {
  "county/unitary": ["COUNTY", ...SINGLE],
  "district/unitary": ["DISTRICT", ...SINGLE],
  all: ["COUNTY", "DISTRICT", ...SINGLE],
};

/**
 * The esd-toolkit's functions and services: numbers and names only. A service under two functions is one service with two links; a number can
 * be a function's and a service's at once, and these are different things.
 */
export function serviceCatalogue(folder: SourceFolder): ServiceCatalogue {
  const parser = new XMLParser({ isArray: (name) => name === "Function" || name === "Service", parseTagValue: false });
  const root = parser.parse(folder.text(FUNCTIONS)) as { Functions: { Function: Node[] } };
  const tiers = providingTiers(folder);
  const functions = new Map<number, ServiceCatalogue["functions"][number]>();
  const services = new Map<number, ServiceCatalogue["services"][number]>();
  const links = new Map<string, ServiceCatalogue["links"][number]>();
  let entries = 0;
  const name = (label: string): string => label.replace(/\s+/g, " ").trim();
  const walk = (node: Node, parent: number | null): void => {
    const id = Number(node.Identifier);
    functions.set(id, { id, label: name(node.Label), parent });
    entries += 1;
    for (const each of node.Services?.Service ?? []) {
      const service = Number(each.Identifier);
      entries += 1;
      services.set(service, { id: service, name: name(each.Label), tiers: tiers.get(service) ?? [] });
      links.set(`${service}|${id}`, { service, function: id });
    }
    for (const each of node.Functions?.Function ?? []) walk(each, id);
  };
  for (const node of root.Functions.Function) walk(node, null);
  folder.report.read(FUNCTIONS, entries);
  for (const [service] of tiers)
    if (!services.has(service))
      folder.report.refuse(TIERS, "the esd list has no service of this number", String(service));
  const byId = (a: { id: number }, b: { id: number }): number => a.id - b.id;
  return {
    functions: [...functions.values()].sort(byId),
    services: [...services.values()].sort(byId),
    links: [...links.values()].sort((a, b) => a.service - b.service || a.function - b.function),
  };
}

function providingTiers(folder: SourceFolder): Map<number, readonly CouncilTier[]> {
  const tiers = new Map<number, readonly CouncilTier[]>();
  for (const row of folder.rows(TIERS)) {
    const words = TIER_WORDS[cellOf(row, "Providing Tier")];
    if (words === undefined)
      folder.report.refuse(TIERS, "the providing tier is not one of the three", cellOf(row, "LGSL"));
    else tiers.set(Number(cellOf(row, "LGSL")), words);
  }
  return tiers;
}
