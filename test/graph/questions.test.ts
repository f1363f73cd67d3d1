import { describeOnBothStores } from "../support/stores";
import { type Answer, type Asking, startAsking } from "./ask";

describeOnBothStores("questions that people ask", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store);
  });
  afterAll(() => hub?.close());

  test("what is Manchester, who runs it, where does it lie, who is like it", async () => {
    const { area } = await hub.ask(`{ area(slug: "manchester") {
      id gssCode name status areaType { code label gssPrefixes }
      councils { name tier organisationCode homepage }
      region: parents(type: [RGN]) { name } country: parents(type: [CTRY]) { name }
      neighbours(first: 3) { rank area { gssCode name } model }
      siblings(within: RGN) { name }
      comparisonGroups(kind: [ALL_IN_REGION, NEAREST_NEIGHBOURS]) { kind label members { gssCode } }
    } }`);
    expect(area).toMatchObject({
      gssCode: "E08000003",
      name: "Manchester",
      status: "LIVE",
      areaType: { code: "MD" },
      region: [{ name: "North West" }],
    });
    expect(area.country.map((each: Answer) => each.name)).toContain("England");
    expect(area.councils).toMatchObject([{ name: "Manchester City Council", tier: "METROPOLITAN" }]);
    expect(area.neighbours.map((each: Answer) => each.rank)).toEqual([1, 2, 3]);
    expect(area.neighbours.map((each: Answer) => each.area.gssCode)).not.toContain("E08000003");
    expect(area.siblings.map((each: Answer) => each.name)).toEqual(expect.arrayContaining(["Trafford", "Salford"]));
    expect(area.comparisonGroups.map((each: Answer) => each.kind)).toEqual(
      expect.arrayContaining(["ALL_IN_REGION", "NEAREST_NEIGHBOURS"]),
    );
    const again = await hub.ask(
      `query($id: ID!) { node(id: $id) { __typename id ... on Area { name } } area(id: $id) { name } }`,
      { id: area.id },
    );
    expect(again).toEqual({
      node: { __typename: "Area", id: area.id, name: "Manchester" },
      area: { name: "Manchester" },
    });
  });

  test("how many councils in being, of which tiers", async () => {
    const { councils, county } = await hub.ask(`{
      councils(tier: [DISTRICT, UNITARY, METROPOLITAN, LONDON_BOROUGH, WELSH_UNITARY, SCOTTISH_COUNCIL, NI_DISTRICT], first: 1) { totalCount }
      county: councils(tier: [COUNTY], first: 100) { totalCount nodes { name endDate } }
    }`);
    expect(councils.totalCount).toBe(361);
    expect(county.totalCount).toBe(21);
    const { council } = await hub.ask(
      `{ council(gssCode: "E07000187") { name endDate upperTier { name tier } succeededBy { name } } }`,
    );
    expect(council).toMatchObject({ name: "Mendip District Council", succeededBy: [{ name: "Somerset Council" }] });
  });

  test("every figure comes with its receipt", async () => {
    const { area } =
      await hub.ask(`{ area(gssCode: "E08000009") { observation(indicator: "healthy-life-expectancy-female") {
      id value formatted lowerCI95 upperCI95 status missing notes period { id label type start end duration previous { id } }
      indicator { slug name definition polarity polarityReason unit { code label suffix } decimalPlaces frequency valueType hasConfidenceIntervals topics { label } identifiers { scheme value } coverage { areaType { code } areaCount earliest { label } latest { label } } }
      provenance { method source { name publisher licence { code } } dataset { title designation } release { title publishedAt learntAt } upstreamUrl retrievedAt freshness boundaryMethod licence { label attribution url } citation permalink }
      change { difference percentage direction isComparable from { period { label } value } }
    } } }`);
    const { observation } = area;
    expect(observation).toMatchObject({
      status: ["NORMAL"],
      missing: null,
      period: {
        id: "2022-01-01/P3Y",
        label: "2022–24",
        type: "ROLLING_THREE_YEAR",
        start: "2022-01-01",
        end: "2024-12-31",
        duration: "P3Y",
      },
    });
    expect(observation.indicator).toMatchObject({ polarity: "HIGH_IS_GOOD", hasConfidenceIntervals: true });
    expect(observation.formatted).toBe(
      `${observation.value.toFixed(1)} ${observation.indicator.unit.suffix ?? ""}`.trim(),
    );
    expect(observation.provenance).toMatchObject({
      method: "PUBLISHED",
      freshness: "LOCAL",
      boundaryMethod: "AS_PUBLISHED",
      source: { licence: { code: "OGL-UK-3.0" } },
    });
    expect(observation.provenance.citation).toContain(
      "Trafford (E08000009), 2022–24. Source: Office for National Statistics",
    );
    expect(observation.provenance.permalink).toMatch(/^http:\/\/[^/]+\/playground\?query=/);
    expect(observation.change.from.period.label).toBe("2021–23");
    expect(observation.change.difference).toBeCloseTo(observation.value - observation.change.from.value, 10);
    const { node } = await hub.ask(`query($id: ID!) { node(id: $id) { ... on Observation { value area { name } } } }`, {
      id: observation.id,
    });
    expect(node).toEqual({ value: observation.value, area: { name: "Trafford" } });
  });

  test("how a figure stands among others, by hand and through the graph", async () => {
    const compare = `query($with: GroupSelector!) { area(gssCode: "E08000003") { observation(indicator: "claimant-count", period: { ids: ["2025-01-01/P1Y"] }) { value
      comparison(with: $with) { group { label kind } unknown { argument value } rank rankOf tied quantile decile: quantile(of: 10) percentile zScore outcome method differenceFromMedian
        statistics { count missing mean median minimum maximum lowerQuartile upperQuartile standardDeviation } } } } }`;
    const { observation } = (await hub.ask(compare, { with: { kind: "ALL_IN_COUNTRY" } })).area;
    const all = await hub.ask(
      `{ observations(select: { indicators: ["claimant-count"], areas: { type: LTLA, within: "E92000001" }, period: { ids: ["2025-01-01/P1Y"] } }, first: 1000) { nodes { value missing } } }`,
    );
    const values: number[] = all.observations.nodes.flatMap((each: Answer) =>
      each.value === null ? [] : [each.value],
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const { comparison, value } = observation;
    expect(comparison.rankOf).toBe(values.length);
    expect(comparison.statistics).toMatchObject({
      count: values.length,
      missing: all.observations.nodes.length - values.length,
      minimum: Math.min(...values),
      maximum: Math.max(...values),
    });
    expect(comparison.statistics.mean).toBeCloseTo(mean, 9);
    expect(comparison.rank).toBe(1 + values.filter((other) => other > value).length);
    expect(comparison.tied).toBe(values.filter((other) => other === value).length - 1);
    expect(comparison.percentile).toBeCloseTo(
      (100 * values.filter((other) => other <= value).length) / values.length,
      9,
    );
    expect(comparison).toMatchObject({ quantile: 4, decile: 10, outcome: "WORST_QUINTILE", method: "QUINTILES" });
    const own = await hub.ask(compare, { with: { members: ["E08000003", "E08000009", "E99999999"] } });
    expect(own.area.observation.comparison.unknown).toEqual([
      expect.objectContaining({ argument: "with.members", value: "E99999999" }),
    ]);
    expect(own.area.observation.comparison).toMatchObject({
      rank: 1,
      rankOf: 2,
      outcome: "NOT_COMPARED",
      method: "NONE",
    });
  });

  test("nothing is better or worse where polarity is not known", async () => {
    const { indicators } = await hub.ask(
      `{ indicators(first: 1000) { nodes { slug polarity polarityReason } totalCount } }`,
    );
    expect(indicators.totalCount).toBeGreaterThanOrEqual(75);
    const silent = indicators.nodes
      .filter((each: Answer) => !["HIGH_IS_GOOD", "LOW_IS_GOOD"].includes(each.polarity))
      .map((each: Answer) => each.slug);
    expect(silent.length).toBeGreaterThan(0);
    expect(indicators.nodes.every((each: Answer) => each.polarityReason.length > 0)).toBe(true);
    const { observations } = await hub.ask(
      `query($indicators: [String!]!) { observations(select: { indicators: $indicators, areas: { gssCodes: ["E08000003"] } }, first: 1000) { nodes { change { direction } comparison(with: { kind: ALL_IN_COUNTRY }) { outcome } } } }`,
      { indicators: silent.slice(0, 20) },
    );
    for (const { change, comparison } of observations.nodes) {
      expect(["IMPROVING", "WORSENING"]).not.toContain(change?.direction);
      expect(["BETTER", "WORSE", "BEST_QUINTILE", "WORST_QUINTILE"]).not.toContain(comparison.outcome);
    }
  });

  test("periods: latest n, on a day, from and to, nearest, in people's words", async () => {
    const labels = async (period: Record<string, unknown>, indicator = "claimant-count") => {
      const { area } = await hub.ask(
        `query($period: PeriodInput, $indicator: String!) { area(gssCode: "E08000003") { observations(indicators: [$indicator], period: $period) { nodes { period { label } value missing } } } }`,
        { period, indicator },
      );
      return area.observations.nodes.map((each: Answer) =>
        each.missing === null ? each.period.label : `${each.period.label} ${each.missing}`,
      );
    };
    expect(await labels({ latest: 3 })).toEqual(["2023", "2024", "2025"]);
    expect(await labels({ on: "2020-07-01" })).toEqual(["2020"]);
    expect(await labels({ from: "2018-01-01", to: "2020-12-31" })).toEqual(["2018", "2019", "2020"]);
    expect(await labels({ ids: ["2021", "2019-01-01/P1Y"] })).toEqual(["2019", "2021"]);
    expect(await labels({ on: "1995-01-01" })).toEqual([expect.stringMatching(/NOT_AVAILABLE$/)]);
    expect(await labels({ on: "1995-01-01", nearest: "EARLIEST" })).toEqual(["2001"]);
    expect(await labels({ on: "1995-01-01", nearest: "LATEST" })).toEqual([expect.stringMatching(/NOT_AVAILABLE$/)]);
    expect(await labels({ on: "2030-01-01", nearest: "ANY" })).toEqual(["2025"]);
    expect(await labels({ ids: ["2024/25"] }, "children-in-relative-poverty-before-housing")).toEqual(["2024/25"]);
  });

  test("a blank says why, and unknown names are told with their nearest", async () => {
    const { observations, area } = await hub.ask(`{
      observations(select: { indicators: ["claimant-count", "claimant-cuont", "net-additions-housing-stock"], areas: { gssCodes: ["E07000187", "S12000033", "E08000099"] } }) {
        nodes { area { gssCode } indicator { slug } value missing formatted notes provenance { citation } } unknown { argument value suggestions } totalCount sources { source { name } state servedFrom upstreamCalls } }
      area(gssCode: "E08000099") { name }
    }`);
    expect(area).toBeNull();
    const blank = (code: string, slug: string) =>
      observations.nodes.find((each: Answer) => each.area.gssCode === code && each.indicator.slug === slug);
    expect(observations.totalCount).toBe(4);
    expect(blank("E07000187", "claimant-count")).toMatchObject({ value: null, missing: "AREA_DID_NOT_EXIST" });
    expect(blank("E07000187", "claimant-count").notes.join(" ")).toContain("E06000066");
    expect(blank("S12000033", "net-additions-housing-stock")).toMatchObject({
      value: null,
      missing: "NOT_COLLECTED_AT_THIS_GEOGRAPHY",
    });
    expect(blank("S12000033", "claimant-count").value).toEqual(expect.any(Number));
    expect(observations.unknown).toEqual([
      {
        argument: "select.indicators",
        value: "claimant-cuont",
        suggestions: expect.arrayContaining(["claimant-count"]),
      },
      {
        argument: "select.areas.gssCodes",
        value: "E08000099",
        suggestions: expect.arrayContaining([expect.stringMatching(/^E080000/)]),
      },
    ]);
    expect(observations.sources[0]).toMatchObject({ state: "OK", servedFrom: "LOCAL", upstreamCalls: 0 });
  });

  test("one area without the group asked for costs the others nothing", async () => {
    const { observations } =
      await hub.ask(`{ observations(select: { indicators: ["claimant-count"], areas: { gssCodes: ["E08000009", "S12000033"] } }) {
      nodes { area { gssCode } comparison(with: { kind: ALL_IN_REGION }) { group { kind } rank rankOf outcome quantile statistics { count } } } } }`);
    const of = (code: string) => observations.nodes.find((each: Answer) => each.area.gssCode === code).comparison;
    expect(of("S12000033")).toEqual({
      group: null,
      rank: null,
      rankOf: 0,
      outcome: "NOT_COMPARED",
      quantile: null,
      statistics: { count: 0 },
    });
    expect(of("E08000009")).toMatchObject({ group: { kind: "ALL_IN_REGION" }, rankOf: 35 });
  });

  test("labels that the hub prints are understood, whatever year they mean in a series", async () => {
    const { area } = await hub.ask(`{ area(slug: "trafford") {
      school: observation(indicator: "persistent-absences-all-pupils", period: { ids: ["2023/24"] }) { value period { id } }
      poverty: observation(indicator: "children-in-relative-poverty-before-housing", period: { ids: ["2023/24"] }) { value period { id } }
      people: observation(indicator: "population-count", period: { ids: ["mid-2023"] }) { value period { id } } } }`);
    expect([area.school.period.id, area.poverty.period.id, area.people.period.id]).toEqual([
      "2023-08-01/P1Y",
      "2023-04-01/P1Y",
      "2023-06-30",
    ]);
    expect([area.school.value, area.poverty.value, area.people.value]).not.toContain(null);
  });

  test("places are found by the names that people type in an address", async () => {
    for (const [slug, code] of [
      ["bristol", "E06000023"],
      ["north-east", "E12000001"],
      ["durham", "E06000047"],
      ["somerset", "E06000066"],
      ["leeds", "E08000035"],
    ])
      expect([slug, (await hub.ask(`{ area(slug: "${slug}") { gssCode } }`)).area?.gssCode]).toEqual([slug, code]);
  });

  test("search forgives slips and knows old and Welsh names", async () => {
    const top = async (text: string, kinds?: string[]) =>
      (
        await hub.ask(
          `query($text: String!, $kinds: [String!]) { search(text: $text, kinds: $kinds, first: 5) { __typename ... on Area { gssCode } ... on Council { councilName: name } ... on Indicator { slug } ... on Service { lgslId } } }`,
          { text, kinds },
        )
      ).search;
    expect((await top("Manchster", ["Area"]))[0]).toEqual({ __typename: "Area", gssCode: "E08000003" });
    expect((await top("Mancester", ["Area"]))[0]).toEqual({ __typename: "Area", gssCode: "E08000003" });
    expect((await top("Manchester"))[0]).toEqual({ __typename: "Area", gssCode: "E08000003" });
    expect(await top("Ynys Mon", ["Area"])).toContainEqual({ __typename: "Area", gssCode: "W06000001" });
    expect(await top("claimnt count", ["Indicator"])).toContainEqual({
      __typename: "Indicator",
      slug: "claimant-count",
    });
    expect(await top("Taunton Deane", ["Area"])).toContainEqual({ __typename: "Area", gssCode: "E07000190" });
    expect((await top("E08000016"))[0]).toEqual({ __typename: "Area", gssCode: "E08000016" });
    expect(await top("library", ["Service"])).toContainEqual({ __typename: "Service", lgslId: expect.any(Number) });
  });

  test("services and functions: numbers overlap and mean different things", async () => {
    const { services, service, serviceFunction, serviceFunctions } = await hub.ask(`{
      services(first: 1) { totalCount } service(lgslId: 437) { name functions { label } } serviceFunction(esdId: 437) { label parent { label } }
      serviceFunctions { label children { label services { lgslId } } }
    }`);
    expect(services.totalCount).toBe(1127);
    expect(service).not.toBeNull();
    expect(serviceFunction === null || serviceFunction.label !== service.name).toBe(true);
    expect(serviceFunctions.length).toBeGreaterThan(5);
  });

  test("what the caller got wrong is said, with the argument and what would be right", async () => {
    for (const [query, argument] of [
      ["{ areas(select: {}) { totalCount } }", "select"],
      ["{ areas(select: { type: LTLA }, first: 0) { totalCount } }", "first"],
      ["{ areas(select: { type: LTLA }, first: 5000) { totalCount } }", "first"],
      ['{ areas(select: { type: LTLA }, after: "nonsense") { totalCount } }', "after"],
      [
        '{ area(gssCode: "E08000003") { observation(indicator: "claimant-count", period: { ids: ["soon"] }) { value } } }',
        "period.ids",
      ],
      [
        '{ area(gssCode: "E08000003") { observation(indicator: "claimant-count") { comparison(with: {}) { rank } } } }',
        "with",
      ],
      ['{ search(text: "x", kinds: ["Wizard"]) { __typename } }', "kinds"],
      ["{ area { name } }", "gssCode"],
    ]) {
      const { body } = await hub.post(query as string);
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0].extensions).toEqual({ code: "BAD_USER_INPUT", argument, expected: expect.any(String) });
    }
  });
});
