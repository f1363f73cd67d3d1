import type { NationalSource, PeriodWanted } from "../datasources/core/source";

/** A query worth running against a source: its sample, or what it brings in place of figures. Undefined where there is nothing to ask. */
export function sourceQuery(source: NationalSource): string | undefined {
  const { sample } = source;
  if (sample !== undefined) {
    const codes = sample.areas.map((area) => JSON.stringify(area.code)).join(", ");
    return `{
  observations(select: {
    indicators: [${JSON.stringify(`${source.id}:${sample.indicator}`)}]
    areas: { gssCodes: [${codes}] }
    period: ${periodInput(sample.period)}
  }) {
    nodes {
      area { name }
      period { label }
      formatted
      missing
      notes
      provenance { citation freshness }
    }
    sources { state servedFrom upstreamCalls millis message }
  }
}`;
  }
  if (source.postcodes !== undefined)
    return `{
  postcode(code: "M32 0TH") {
    areas { name code areaType { label } }
    councils { name }
    outcome { state servedFrom message }
  }
}`;
  return undefined;
}

function periodInput(period: PeriodWanted): string {
  if ("latest" in period) return `{ latest: ${period.latest} }`;
  if ("ids" in period) return `{ ids: [${period.ids.map((id) => JSON.stringify(id)).join(", ")}] }`;
  const ends = [
    ...(period.from === undefined ? [] : [`from: ${JSON.stringify(period.from)}`]),
    ...(period.to === undefined ? [] : [`to: ${JSON.stringify(period.to)}`]),
  ];
  return `{ ${ends.join(", ")} }`;
}
