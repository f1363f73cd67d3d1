import { asList, asObject, asText, json, unexpected } from "../../src/datasources/core/decode";
import { areasOf, chunks, grouped, indicatorsOf, periodKey } from "../../src/datasources/core/packing";
import { fetchEach } from "../../src/datasources/core/plan";
import { type Cell, defineSource, type Failed, type RemoteIndicator } from "../../src/datasources/core/source";

const DATASET = { upstreamId: "roads", title: "Invented road survey" };
const indicator = (upstreamId: string, name: string): RemoteIndicator => ({
  ...{ upstreamId, name, dataset: DATASET, decimalPlaces: 1, valueType: "PERCENTAGE", frequency: "ANNUALLY" },
  ...{
    periodType: "CALENDAR_YEAR",
    unit: { code: "percent", label: "Per cent", suffix: "%" },
    polarity: "LOW_IS_GOOD",
  },
});

/** A whole national source, as short as one may be: one service that answers many indicators and areas in one call. */
export const inventedSource = defineSource({
  ...{ id: "invented", name: "Invented Roads", publisher: "Department for Invented Roads", revision: 1 },
  ...{
    homepage: "https://roads.example/",
    documentation: "https://roads.example/api",
    baseUrl: "https://roads.example/api/",
  },
  licence: { code: "OGL-UK-3.0", label: "Open Government Licence v3.0" },
  limits: {
    ...{ rates: [{ requests: 50, perMs: 1000 }], maxConcurrent: 4, timeoutMs: 1500, retries: 1, maxBytes: 1_000_000 },
    about: "50 requests a second; 100 areas a request.",
  },
  freshness: { freshMs: 60_000, revalidateMs: 120_000, keepMs: 3_600_000, about: "Published once a year." },
  ...{ areaTypes: ["LAD", "CTRY"], nations: ["E", "W"], quirks: [] },
  wellKnown: [
    { ...indicator("potholes", "Roads with potholes"), sameAs: ["claimant-count"] },
    indicator("cracks", "Roads with cracks"),
  ],
  *observe(wants) {
    const asked = [...grouped(wants, (want) => periodKey(want.period))].flatMap(([period, like]) =>
      chunks(areasOf(like), 100).map((areas) => ({ period, like, areas })),
    );
    const results = yield* fetchEach(
      asked.map(({ period, like, areas }) => ({
        path: "figures",
        query: {
          indicators: indicatorsOf(like)
            .map((one) => one.upstreamId)
            .join(),
          areas: areas.map((area) => area.code).join(),
          period,
        },
        accept: "application/json",
      })),
    );
    const failed: Failed[] = [];
    const cells = results.flatMap((result, place) => {
      if (result.ok) return asList(asObject(json(result.answer), "the answer").figures, "the figures").map(cellOf);
      failed.push({ fault: result.fault, areas: asked[place]?.areas.map((area) => area.code) ?? [] });
      return [];
    });
    return { cells, failed };
  },
});

function cellOf(figure: unknown): Cell {
  const { indicator: id, area, period, value } = asObject(figure, "a figure");
  const key = { indicator: asText(id, "indicator"), area: asText(area, "area"), period: asText(period, "period") };
  if (value === "c") return { ...key, value: null, missing: "CONFIDENTIAL" };
  if (typeof value !== "number") throw unexpected("a value is no number");
  return { ...key, value };
}
