import { kindsOf } from "../../schema/values/area-types";
import type { Catalogue, SearchHit } from "../core/ports";
import type { IndicatorRecord } from "../core/records";
import { SMALL } from "./small-areas";

type Found = SearchHit["record"];

/** What the index holds of one thing. */
export interface SearchDocument {
  readonly id: number;
  readonly record: Found;
  readonly name: string;
  /** Old, Welsh, short and alternative names. */
  readonly others: string;
  readonly code: string;
  /** Words about it, which count least. */
  readonly text: string;
  /** How likely it is meant: live before ended, authorities before other areas. */
  readonly weight: number;
}

/** Characters of a national service's definition that are indexed: thousands of long ones would take seconds and say little that is their own. */
const OPENING = 200;

function aboutOf({ definition = "", remote }: IndicatorRecord): string {
  return remote === undefined ? definition : definition.slice(0, OPENING);
}

const AUTHORITIES = new Set([...kindsOf("LTLA"), ...kindsOf("UTLA")]);

/** Everything that the fuzzy index holds: all but small areas. */
export function searchDocuments(catalogue: Catalogue): readonly SearchDocument[] {
  const documents: SearchDocument[] = [];
  const add = (
    record: Found,
    name: string,
    others: readonly (string | undefined)[],
    code: string,
    text: string,
    weight: number,
  ) => {
    const known = others.filter((other) => other !== undefined).join(" ");
    documents.push({ id: documents.length, record, name, others: known, code, text, weight });
  };
  for (const area of catalogue.areas) {
    if (SMALL.has(area.areaType.code)) continue;
    const weight = (area.status === "TERMINATED" ? 0.6 : 1) * (AUTHORITIES.has(area.areaType.code) ? 1.5 : 1.2);
    add(area, area.name, [area.nameWelsh, ...area.alternativeNames], area.code, area.areaType.label, weight);
  }
  for (const council of catalogue.councils) {
    const { area } = council;
    const weight = council.endDate === undefined ? 1 : 0.5;
    add(council, council.name, [area.nameWelsh, ...area.alternativeNames], council.key, "", weight);
  }
  for (const indicator of catalogue.indicators) {
    const topics = indicator.topics.map((topic) => topic.label).join(" ");
    add(
      indicator,
      indicator.name,
      [indicator.shortName, ...indicator.identifiers.map((identifier) => identifier.value)],
      indicator.slug,
      `${aboutOf(indicator)} ${topics}`,
      1.1,
    );
  }
  for (const service of catalogue.services) {
    add(service, service.name, [], String(service.lgslId), service.description ?? "", 1);
  }
  for (const { outcomes } of catalogue.frameworks)
    for (const outcome of outcomes)
      add(outcome, outcome.title, [], outcome.key, `${outcome.framework.title} ${outcome.ambition ?? ""}`, 1);
  for (const made of catalogue.functions) add(made, made.label, [], String(made.esdId), "", 0.9);
  for (const supplier of catalogue.suppliers) {
    const offered = supplier.services.map(({ name, description = "" }) => `${name} ${description}`).join(" ");
    add(supplier, supplier.name, [], supplier.slug, offered, 0.9);
  }
  for (const dataset of catalogue.datasets)
    add(dataset, dataset.title, [], dataset.slug, dataset.description ?? "", 0.9);
  return documents;
}
