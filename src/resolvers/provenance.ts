import type { ObservationRecord } from "../datasources/core/records";
import type { Provenance } from "../schema/observation.type";
import { globalId } from "../schema/values/global-id";

/**
 * The receipt of a figure. `publicUrl` is the origin that links to this hub start with; `learntAt` the instant when the hub
 * learnt it (ISO 8601, UTC).
 */
export function provenanceOf(observation: ObservationRecord, publicUrl: string, learntAt: string) {
  const { dataset } = observation.indicator;
  const { release } = observation;
  const upstreamUrl = observation.fetched?.requestUrl ?? release?.upstreamUrl ?? dataset.homepage;
  return {
    method: "PUBLISHED",
    source: dataset.source,
    dataset,
    ...(release === undefined ? {} : { release }),
    ...(upstreamUrl === undefined ? {} : { upstreamUrl }),
    retrievedAt: learntAt,
    freshness: observation.fetched?.servedFrom ?? "LOCAL",
    boundaryMethod: observation.publishedFor === undefined ? "AS_PUBLISHED" : "SUCCESSOR_LINK",
    licence: dataset.licence,
    citation: citationOf(observation),
    permalink: `${publicUrl}/playground?query=${encodeURIComponent(queryOf(observation))}`,
    observation,
  } satisfies Provenance & { observation: ObservationRecord };
}

/** One sentence to paste under a chart: what, where, when, who published it, under which terms. */
function citationOf({ indicator, area, period, release, publishedFor, fetched }: ObservationRecord): string {
  const { dataset } = indicator;
  const publisher = dataset.source.publisher ?? dataset.source.name;
  const taken = fetched === undefined ? "" : `, retrieved ${fetched.at.slice(0, 10)}`;
  const released = release?.publishedAt === undefined ? "" : `, released ${release.publishedAt}`;
  const code = publishedFor === undefined ? area.code : `${area.code}, published for ${publishedFor.code}`;
  return `${indicator.name}, ${area.name} (${code}), ${period.label}. Source: ${publisher}, ${dataset.title}${released}${taken}. ${dataset.licence.label}.`;
}

function queryOf(observation: ObservationRecord): string {
  return `{ node(id: "${globalId("Observation", observation.key)}") { ... on Observation { indicator { name } area { name } period { label } formatted provenance { citation } } } }`;
}
