import type { GraphReads } from "../datasources/core/ports";
import type { ObservationRecord } from "../datasources/core/records";
import type { Provenance } from "../schema/observation.type";
import type { Freshness } from "../schema/values/enums";
import { permalinkOf } from "./permalink";

/** The receipt of a figure. `publicUrl` is the origin that links to this hub start with. */
export function provenanceOf(observation: ObservationRecord, publicUrl: string, reads: Reads) {
  const { dataset } = observation.indicator;
  const { release, derived } = observation;
  const upstreamUrl = observation.fetched?.requestUrl ?? release?.upstreamUrl ?? dataset.homepage;
  return {
    method: derived?.method ?? "PUBLISHED",
    source: dataset.source,
    dataset,
    ...(release === undefined ? {} : { release }),
    ...(upstreamUrl === undefined ? {} : { upstreamUrl }),
    retrievedAt: reads.learntAt(observation),
    freshness: observation.fetched?.servedFrom ?? freshnessWithoutCopy(observation),
    boundaryMethod:
      derived?.boundaryMethod ?? (observation.publishedFor === undefined ? "AS_PUBLISHED" : "SUCCESSOR_LINK"),
    ...(derived?.boundariesAt === undefined ? {} : { boundariesAt: derived.boundariesAt }),
    ...(derived?.formula === undefined ? {} : { formula: derived.formula }),
    inputCount: derived?.inputs.length ?? 0,
    licence: dataset.licence,
    citation: citationOf(observation),
    get permalink() {
      return permalinkOf(observation, publicUrl, reads.pinOf(observation), reads.optionsOf(observation));
    },
    observation,
  } satisfies Provenance & { observation: ObservationRecord };
}

type Reads = Pick<GraphReads, "learntAt" | "pinOf" | "optionsOf">;

/** Of a blank that stands because the publisher could not be asked, nothing was served. */
function freshnessWithoutCopy({ indicator, missing }: ObservationRecord): Freshness {
  if (indicator.remote === undefined) return "LOCAL";
  return missing === "SOURCE_UNAVAILABLE" ? "NONE" : "LIVE";
}

/** One sentence to paste under a chart: what, where, when, who published it, under which terms. */
function citationOf({ indicator, area, period, release, publishedFor, fetched, derived }: ObservationRecord): string {
  const { dataset } = indicator;
  if (derived?.asked !== undefined) {
    const used = new Set(derived.inputs.map((input) => `${input.indicator.name} (${publisherOf(input)})`));
    const from = [...used].join("; ");
    return `${indicator.name}, ${area.name} (${area.code}), ${period.label}. Calculated as ${derived.asked.formula} from: ${from}. ${dataset.licence.label}.`;
  }
  const publisher = dataset.source.publisher ?? dataset.source.name;
  const taken = fetched === undefined ? "" : `, retrieved ${fetched.at.slice(0, 10)}`;
  const released = release?.publishedAt === undefined ? "" : `, released ${release.publishedAt}`;
  const code = publishedFor === undefined ? area.code : `${area.code}, published for ${publishedFor.code}`;
  const made = derived?.formula === undefined ? "" : ` Worked out by the hub: ${derived.formula}.`;
  return `${indicator.name}, ${area.name} (${code}), ${period.label}.${made} Source: ${publisher}, ${dataset.title}${released}${taken}. ${dataset.licence.label}.`;
}

function publisherOf({ indicator: { dataset } }: ObservationRecord): string {
  return `${dataset.source.publisher ?? dataset.source.name}, ${dataset.title}`;
}
