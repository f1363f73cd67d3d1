import { asList, asObject, asText, json } from "../../src/datasources/core/decode";
import { areasOf, chunks, grouped, indicatorsOf, periodKey } from "../../src/datasources/core/packing";
import { fetchAll } from "../../src/datasources/core/plan";
import { type Cell, defineSource, type RemoteIndicator } from "../../src/datasources/core/source";

const PER_CENT = { code: "percent", label: "Per cent", suffix: "%" };
const SURVEY = { dataset: { upstreamId: "roads", title: "Invented road survey" }, unit: PER_CENT, decimalPlaces: 1 };
const YEARLY = { frequency: "ANNUALLY", periodType: "CALENDAR_YEAR", valueType: "PERCENTAGE" } as const;
const indicator = (upstreamId: string, name: string, sameAs: readonly string[] = []): RemoteIndicator =>
  Object.assign({ upstreamId, name, sameAs, polarity: "LOW_IS_GOOD" as const }, SURVEY, YEARLY);

/** A whole national source, as short as one may be: a service that answers many indicators and 100 areas in one request. */
export const inventedSource = defineSource({
  id: "invented",
  name: "Invented Roads",
  publisher: "Department for Invented Roads",
  homepage: "https://roads.example/",
  documentation: "https://roads.example/api",
  licence: { code: "OGL-UK-3.0", label: "Open Government Licence v3.0" },
  baseUrl: "https://roads.example/api/",
  limits: {
    rates: [{ requests: 50, perMs: 1000 }],
    ...{ maxConcurrent: 4, timeoutMs: 1500, retries: 1, maxBytes: 1_000_000 },
    about: "50 requests a second; 100 areas a request.",
  },
  freshness: { freshMs: 60_000, revalidateMs: 120_000, keepMs: 3_600_000, about: "Published once a year." },
  areaTypes: ["LAD", "CTRY"],
  nations: ["E", "W"],
  revision: 1,
  quirks: [],
  wellKnown: [indicator("potholes", "Roads with potholes", ["claimant-count"]), indicator("cracks", "Cracked roads")],
  *observe(wants) {
    const requests = [...grouped(wants, (want) => periodKey(want.period))].flatMap(([period, like]) =>
      chunks(areasOf(like), 100).map((areas) => {
        const indicators = indicatorsOf(like).map((one) => one.upstreamId);
        const query = { indicators: indicators.join(), areas: areas.map((area) => area.code).join(), period };
        return { path: "figures", query, accept: "application/json" };
      }),
    );
    const bodies = (yield* fetchAll(requests)).map((answer) => asObject(json(answer), "the answer"));
    return { cells: bodies.flatMap((body) => asList(body.figures, "the figures").map(cellOf)) };
  },
});

function cellOf(figure: unknown): Cell {
  const { indicator: id, area, period, value } = asObject(figure, "a figure");
  const key = { indicator: asText(id, "indicator"), area: asText(area, "area"), period: asText(period, "period") };
  return typeof value === "number" ? { ...key, value } : { ...key, value: null, missing: "CONFIDENTIAL" };
}
