import { grouped } from "../core/packing";
import { faultOf, fetchEach, type Plan } from "../core/plan";
import { type Cell, defineSource, type Failed, type Observed, type Want } from "../core/source";
import { onsCatalogue } from "./ons/catalogue";
import { observeCensus } from "./ons/census";
import { type Cube, cellsIn, cubeOf, observations, type Question } from "./ons/cmd";
import { WELL_KNOWN } from "./ons/indicators";
import { questionsFor, wantedCells } from "./ons/questions";

const HOUR = 3_600_000;

export default defineSource({
  id: "ons",
  name: "ONS API",
  publisher: "Office for National Statistics",
  homepage: "https://www.ons.gov.uk/",
  documentation: "https://developer.ons.gov.uk/",
  licence: {
    code: "OGL-UK-3.0",
    label: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution: "Contains public sector information licensed under the Open Government Licence v3.0.",
  },
  baseUrl: "https://api.beta.ons.gov.uk/v1/",
  limits: {
    bucket: "ons.gov.uk",
    rates: [
      { requests: 10, perMs: 1_000 },
      { requests: 180, perMs: 60_000 },
    ],
    maxConcurrent: 4,
    timeoutMs: 30_000,
    retries: 2,
    maxBytes: 40_000_000,
    about:
      "120 requests in 10 seconds and 200 a minute for all of ons.gov.uk, shared with Explore Local Statistics; whoever ignores a 429 is " +
      "shut out for up to an hour (developer.ons.gov.uk/bots, seen 2026-08). Data sets: one option a dimension, one of them open, 10,000 " +
      "rows. Census: one classification and type of area a call, 100,000 cells, and 400 areas, which are known to work.",
  },
  freshness: {
    freshMs: 6 * HOUR,
    revalidateMs: 2 * 24 * HOUR,
    keepMs: 180 * 24 * HOUR,
    about:
      "A version never changes; new ones come weekly to yearly, at 9:30 in the morning. The newest is looked up every half hour.",
  },
  areaTypes: ["UK", "CTRY", "RGN", "CAUTH", "MCTY", "UTLA", "LTLA", "WD", "MSOA", "LSOA", "OA"],
  nations: ["E", "W", "S", "N", "K"],
  revision: 1,
  wellKnown: WELL_KNOWN,
  sample: {
    indicator: "census/UR/sex",
    areas: [{ code: "E06000001", kind: "UA", name: "Hartlepool" }],
    period: { latest: 1 },
    atLeast: 2,
  },
  quirks: [
    "Two families in one service: data sets by version, dimension and option (`<data set id>`), and the census by population and classification (`census/<population>/<classification>`).",
    "Answers of data sets are cut at 10,000 rows without a word; `total_observations` counts the rows that came, not those that there are.",
    "No observation is 404 with a sentence, or 200 with null (seen 2026-02): both are absences.",
    "A value is a text, and may be empty; its marks and limits stand beside it under the column names of the publisher's file.",
    "An open time comes unsorted, and its id is always of one kind (“Month”): the label is the period.",
    "Weeks of a year are a breakdown of the year, as the data sets themselves have it.",
    "The newest period is the data set's; where one question an area costs no more, the newest of each area is taken.",
    "Where a data set states no unit, the dimension that tells it (measure, estimate, growth rate …) makes an indicator of each option.",
    "Areas that the census holds back are missing from a good answer, which counts them: those are confidential.",
    "Codes of an area type's list are asked for; one unknown code would fail the whole census call.",
    "Districts and counties of the census come in the boundaries of 2023 and of 2022; the newest that has the code is asked.",
    "Links in answers say http: addresses are made here, never followed.",
  ],

  *observe(wants: readonly Want[]): Plan<Observed> {
    const families = grouped(wants, (want) => want.indicator.facts?.family === "census");
    const census = yield* observeCensus(families.get(true) ?? []);
    const cubes = yield* observeCubes(families.get(false) ?? []);
    return {
      cells: [...census.cells, ...cubes.cells],
      failed: [...(census.failed ?? []), ...(cubes.failed ?? [])],
    };
  },

  *catalogue(cursor: string | undefined) {
    return yield* onsCatalogue(cursor);
  },
});

/** Figures of data sets: the questions of all indicators go out together; one that fails fails its own indicator. */
function* observeCubes(wants: readonly Want[]): Plan<Observed> {
  const failed: Failed[] = [];
  const series: { cube: Cube; wants: readonly Want[]; questions: readonly Question[] }[] = [];
  for (const [id, of] of grouped(wants, (want) => want.indicator.upstreamId)) {
    const [first] = of;
    if (first === undefined) continue;
    try {
      const { dataset } = first.indicator.facts ?? {};
      const cube = yield* cubeOf(typeof dataset === "string" ? dataset : id);
      series.push({ cube, wants: of, questions: questionsFor(first.indicator, cube, of) });
    } catch (error) {
      failed.push({ fault: faultOf(error), indicators: [id] });
    }
  }
  const asked = series.flatMap((one) => one.questions);
  const results = yield* fetchEach(asked.map(observations));
  const byQuestion = new Map(asked.map((question, place) => [question, results[place]]));
  const cells: Cell[] = [];
  for (const { cube, wants: of, questions } of series) {
    const found = new Map<string, Cell>();
    for (const question of questions) {
      try {
        const result = byQuestion.get(question);
        if (result === undefined) throw new Error("The engine answered no result for a request.");
        if (!result.ok) throw result.fault;
        for (const cell of cellsIn(result.answer, question))
          found.set(`${cell.area} ${cell.period} ${JSON.stringify(cell.breakdown)}`, cell);
      } catch (error) {
        failed.push({ fault: faultOf(error), indicators: [question.indicator], ...areasAsked(question) });
      }
    }
    for (const cell of wantedCells([...found.values()], of, cube)) cells.push(cell);
  }
  return { cells, failed };
}

/** The one area that a question is about, where it is about one. */
function areasAsked({ fixed }: Question): { readonly areas?: readonly string[] } {
  const area = Object.entries(fixed).find(([name]) => name.toLowerCase() === "geography")?.[1];
  return area === undefined ? {} : { areas: [area] };
}
