import { storesUnderTest } from "../support/stores";
import { type Asking, startAsking } from "./ask";

const FIGURE =
  "id value formatted lowerCI95 upperCI95 count numerator denominator status missing notes period { id label type start end duration } breakdown { code label } area { gssCode } indicator { slug }";
const RECEIPT =
  "provenance { method boundaryMethod freshness source { slug name } dataset { slug title } release { version title publishedAt } licence { code } upstreamUrl citation permalink }";
const COMPARED =
  "comparison(with: $with) { group { label kind } rank rankOf tied quantile quintile: quantile(of: 5) percentile zScore outcome method differenceFromMedian statistics { count missing mean median minimum maximum lowerQuartile upperQuartile standardDeviation } }";
const page = (fields: string) => `totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} }`;
const MANCHESTER = 'area(gssCode: "E08000003")';
const UNKNOWN = "unknown { argument value suggestions }";

interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

const comparison = (code: string, indicator: string, group: Record<string, unknown>): Operation => ({
  query: `query($code: GSSCode!, $indicator: String!, $with: GroupSelector!) { area(gssCode: $code) { observation(indicator: $indicator) { ${FIGURE} ${COMPARED} } } }`,
  variables: { code, indicator, with: group },
});
const figures = (select: Record<string, unknown>, first = 200): Operation => ({
  query: `query($select: ObservationSelector!, $first: Int) { observations(select: $select, first: $first) { ${page(FIGURE)} ${UNKNOWN} sources { source { slug } state servedFrom } } }`,
  variables: { select, first },
});
const searched = (text: string, kinds?: string[]): Operation => ({
  query: `query($text: String!, $kinds: [String!]) { search(text: $text, kinds: $kinds, first: 25) { __typename ... on Area { gssCode name } ... on Council { councilName: name } ... on Indicator { slug } ... on Service { lgslId } } }`,
  variables: { text, ...(kinds === undefined ? {} : { kinds }) },
});
const areas = (select: Record<string, unknown>, more = ""): Operation => ({
  query: `query($select: AreaSelector!) { areas(select: $select${more}, first: 300) { ${page("id gssCode name nameWelsh status startDate endDate areaType { code label }")} ${UNKNOWN} } }`,
  variables: { select },
});
const LTLA = { type: "LTLA" };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "a figure with its receipt": {
    query: `{ ${MANCHESTER} { observation(indicator: "claimant-count") { ${FIGURE} ${RECEIPT} } } }`,
  },
  "every figure of an area": {
    query: `{ ${MANCHESTER} { observations(first: 1000) { ${page(`${FIGURE} ${RECEIPT}`)} } } }`,
  },
  "a long series with its changes": {
    query: `{ ${MANCHESTER} { observations(indicators: ["population-count", "claimant-count"], period: { from: "1981-01-01" }, first: 500) { nodes { value period { id } change { difference percentage direction isComparable why from { period { id } value } } } } } }`,
  },
  "a figure of several decimals and limits": figures({
    indicators: ["gross-median-weekly-pay"],
    areas: { gssCodes: ["K02000001", "E92000001", "W92000004"] },
    period: { latest: 10 },
  }),
  "many indicators by many areas": figures(
    {
      indicators: ["claimant-count", "population-count", "gross-median-weekly-pay", "greenhouse-gas-emissions"],
      areas: { ...LTLA, within: "E92000001" },
    },
    1000,
  ),
  "by value, the highest first": figures({
    indicators: ["claimant-count"],
    areas: LTLA,
    orderBy: "VALUE",
    direction: "DESC",
  }),
  "by value, with ties": figures(
    { indicators: ["claimant-count"], areas: LTLA, period: { from: "2010-01-01" }, orderBy: "VALUE" },
    1000,
  ),
  "by period": figures({
    indicators: ["healthy-life-expectancy-male"],
    areas: { type: "RGN" },
    period: { from: "2001-01-01" },
    orderBy: "PERIOD",
  }),
  "by change": figures({
    indicators: ["claimant-count"],
    areas: { ...LTLA, within: "W92000004" },
    orderBy: "CHANGE",
    direction: "DESC",
  }),
  "by rank": figures({ indicators: ["imd-average-score"], areas: LTLA, orderBy: "RANK" }),
  "small areas of a district": figures(
    { indicators: ["imd-rank"], areas: { type: "LSOA", within: "E07000076" }, period: { latest: 3 } },
    1000,
  ),
  "compared with its country": comparison("E08000003", "claimant-count", { kind: "ALL_IN_COUNTRY" }),
  "compared with its region": comparison("E08000009", "healthy-life-expectancy-female", { kind: "ALL_IN_REGION" }),
  "compared with its nearest neighbours": comparison("E08000025", "gross-median-weekly-pay", {
    kind: "NEAREST_NEIGHBOURS",
  }),
  "compared with members named": comparison("E08000003", "claimant-count", {
    members: ["E08000003", "E08000009", "S12000033", "E99999999"],
  }),
  "compared where blanks stand among the members": comparison("E06000009", "healthy-life-expectancy-male", {
    kind: "ALL_IN_COUNTRY",
  }),
  "compared where polarity says nothing": comparison("E06000066", "population-count", { kind: "ALL_IN_COUNTRY" }),
  "compared by an old code": comparison("E08000016", "claimant-count", { kind: "ALL_IN_REGION" }),
  "a blank: ended before": figures({ indicators: ["claimant-count"], areas: { gssCodes: ["E07000187", "E07000190"] } }),
  "a blank: not collected there": figures({
    indicators: ["net-additions-housing-stock", "imd-average-score"],
    areas: { gssCodes: ["S12000033", "N09000003", "W06000001"] },
  }),
  "a blank: no such period": figures({
    indicators: ["claimant-count"],
    areas: { gssCodes: ["E08000003"] },
    period: { on: "1950-06-01" },
  }),
  "figures marked and withheld": figures(
    {
      indicators: ["adult-obesity-prevalence", "healthy-life-expectancy-male", "foreign-direct-investment"],
      areas: { type: "LTLA" },
      period: { latest: 2 },
    },
    1000,
  ),
  "unknown names with their nearest": figures({
    indicators: ["claimant-cuont", "populaton-count"],
    areas: { gssCodes: ["E08000099", "E0800003", "S12000033"] },
  }),
  "old codes and new codes": figures({
    indicators: ["claimant-count", "population-count"],
    areas: { gssCodes: ["E08000016", "E08000038", "E08000019", "E08000039"] },
    period: { from: "2015-01-01" },
  }),
  "an area and all around it": {
    query: `{ ${MANCHESTER} { id name parents { gssCode } children { gssCode } siblings { gssCode } neighbours(first: 15) { rank distance model area { gssCode } } councils { name tier organisationCode } comparisonGroups { id label kind members { gssCode } } } }`,
  },
  "an ended area": {
    query: `{ area(gssCode: "E07000187") { name status endDate successors { to { gssCode } kind operativeDate instrument } predecessors { from { gssCode } } parents { gssCode } } }`,
  },
  "areas of a kind": areas(LTLA),
  "areas with those that ended": areas({ type: "CTY", includeEnded: true }),
  "areas as they stood": areas({ type: "NMD" }, ', on: "2010-06-01"'),
  "areas by code, some unknown": areas({ gssCodes: ["W06000001", "E06000066", "E99999999", "E07000187"] }),
  "areas of a group": areas({ group: { ofArea: "E08000003", kind: "NEAREST_NEIGHBOURS" } }),
  "areas within a region": areas({ type: "LSOA", within: "E08000003" }),
  "councils and whom they followed": {
    query: `{ councils(includeEnded: true, first: 600) { ${page("id name tier startDate endDate area { gssCode } upperTier { name } succeededBy { name }")} } }`,
  },
  "every indicator": {
    query: `{ indicators(first: 500) { ${page("id slug name definition caveats polarity polarityReason valueType decimalPlaces unit { code label prefix suffix } topics { slug } identifiers { scheme value url } coverage { areaType { code } areaCount earliest { id } latest { id } }")} } }`,
  },
  "indicators searched for": { query: `{ indicators(search: "houses", first: 20) { ${page("slug")} } }` },
  "services and functions": {
    query: `{ services(first: 1000) { ${page("id lgslId name responsibleTiers functions { esdId label }")} } serviceFunctions { id esdId label children { esdId label } } }`,
  },
  "sources and topics": {
    query: "{ sources { slug name kind licence { code label } datasets { slug title } } topics { slug label } }",
  },
  "search: a slip": searched("Manchster"),
  "search: an old name": searched("Taunton Deane", ["Area"]),
  "search: Welsh, without its accents": searched("Ynys Mon"),
  "search: words of many things": searched("housing"),
  "search: a code": searched("E08000016"),
  "search: letters of another script": searched("東京 Môn"),
  "by global id, some of nothing": {
    query: "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Area { name } ... on Indicator { slug } } }",
    variables: { ids: ["Area:E08000003", "nonsense", ""].map((key) => Buffer.from(key).toString("base64url")) },
  },
  "wrong: no such period": {
    query: `{ ${MANCHESTER} { observation(indicator: "claimant-count", period: { ids: ["soon"] }) { value } } }`,
  },
  "wrong: a page too large": { query: "{ areas(select: { type: LTLA }, first: 5000) { totalCount } }" },
  "wrong: an empty selector beside a good field": {
    query: `{ good: ${MANCHESTER} { name } bad: areas(select: {}) { totalCount } }`,
  },
  "wrong: no such field": { query: `{ ${MANCHESTER} { nmae } }` },
};

const stores = storesUnderTest();
if (stores.length < 2)
  process.stdout.write(
    "Same answers on both stores: not proved, because this run has not both stores (TEST_DATABASE_URL).\n",
  );

/** An error's id is drawn anew for each answer, and a permalink holds the instant at which its store was filled: neither is compared. */
const withoutIds = (body: string) =>
  body
    .replace(/"(?:errorId|id)":"[0-9a-f-]{36}"/g, '"errorId":"…"')
    .replace(/asOf%3A%20%22[0-9T.Z-]+(?:%3A[0-9T.Z-]+)*%22/g, "asOf…");

/** Where two texts part, with what stands around; undefined where they do not. Two megabytes of answer tell a reader nothing. */
function firstDifference(server = "", embedded = ""): Readonly<Record<string, string>> | undefined {
  if (server === embedded) return undefined;
  let at = 0;
  while (server[at] === embedded[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 150), at + 100);
  return { server: around(server), embedded: around(embedded) };
}

(stores.length < 2 ? describe.skip : describe)("the embedded store and the MySQL family answer alike", () => {
  const hubs: Asking[] = [];
  beforeAll(async () => {
    for (const store of stores)
      hubs.push(await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0", PUBLIC_URL: "http://hub.example" }));
  });
  afterAll(async () => {
    for (const hub of hubs) await hub.close();
  });

  test.each(Object.keys(OPERATIONS))("%s", async (name) => {
    const { query, variables } = OPERATIONS[name] ?? { query: "" };
    const answers = await Promise.all(hubs.map((hub) => hub.post(query, variables)));
    const [embedded, server] = answers.map(({ status, body }) => `${status} ${withoutIds(JSON.stringify(body))}`);
    expect(firstDifference(server, embedded)).toBeUndefined();
    const [first] = answers;
    if (name.startsWith("wrong: ")) expect(first?.body.errors.length).toBeGreaterThan(0);
    else {
      expect(first?.body.errors).toBeUndefined();
      // An answer of nothing but nulls and empty lists would be alike as well.
      expect(JSON.stringify(first?.body.data).length).toBeGreaterThan(40);
    }
  });
});
