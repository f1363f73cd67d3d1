import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { nationalSources } from "../../src/national-sources";
import { type Row, table } from "../starter/read";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { describeOnBothStores, STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAsking, startAskingOver } from "./ask";
import { countStatements, type StatementCount } from "./statement-count";

/** The framework as it is committed: answers are worked out from it and from the starter's files here, with none of the product's code. */
const LOF: Answer = parse(
  readFileSync(join(__dirname, "../../data/standards/frameworks/local-outcomes-framework.yml"), "utf8"),
);
const SLUG = "local-outcomes-framework";
const TRAFFORD = "E08000009";
const BIRMINGHAM = "E08000025";

interface Link {
  readonly indicator: string;
  readonly role: string;
  readonly reason: string;
  readonly polarity?: string;
}
interface FileOutcome {
  readonly slug: string;
  readonly title: string;
  readonly wording?: string;
  readonly indicators?: readonly Link[];
  readonly services?: readonly number[];
  readonly needs?: readonly string[];
}
const OUTCOMES: readonly FileOutcome[] = LOF.outcomes;
const own = new Map(table("indicators").map((row) => [row.slug ?? "", row]));
const linksOf = (outcome: FileOutcome, roles = ["OUTCOME", "OUTPUT"]): readonly Link[] =>
  (outcome.indicators ?? []).filter((link) => own.has(link.indicator) && roles.includes(link.role));

/** An area's code, and the codes that the same ground had before. */
function codesOf(area: string): readonly string[] {
  const before = table("area_changes").filter((row) => row.to === area && row.kind === "RECODED");
  return [area, ...before.map((row) => row.from ?? "")];
}

/** Figures of an area without a breakdown, by period. */
function figures(indicator: string, area: string): readonly Row[] {
  const dataset = own.get(indicator)?.dataset ?? "";
  const codes = codesOf(area);
  return table(`observations/${dataset}`)
    .filter((row) => row.indicator === indicator && codes.includes(row.area ?? "") && row.breakdown === "")
    .sort((a, b) => ((a.period ?? "") < (b.period ?? "") ? -1 : 1));
}

const numberOf = (cell: string | undefined): number | undefined =>
  cell === undefined || cell === "" ? undefined : Number(cell);

/** Of figures of one day, whose day moves from year to year: the newest that is 9 to 15 months older. */
function aboutAYearBefore(series: readonly Row[], day: string): Row | undefined {
  if (day.includes("/")) return undefined;
  const months = (count: number) => {
    const moved = new Date(`${day}T00:00:00Z`);
    moved.setUTCMonth(moved.getUTCMonth() - count);
    return moved.toISOString().slice(0, 10);
  };
  return series.findLast((row) => (row.period ?? "") >= months(15) && (row.period ?? "") <= months(9));
}

/** Where the newest figure goes, worked out by hand: the limits of a difference are those of MOVER (Zou and Donner 2008). */
function directionOf({ indicator, polarity }: Link, area: string): string {
  const series = figures(indicator, area);
  const now = series.at(-1);
  const value = numberOf(now?.value);
  if (now === undefined || value === undefined) return "MISSING";
  const [year = "", rest = ""] = [now.period?.slice(0, 4), now.period?.slice(4)];
  const before =
    series.find((row) => row.period === `${Number(year) - 1}${rest}`) ?? aboutAYearBefore(series, now.period ?? "");
  const earlier = numberOf(before?.value);
  const broken = now.status?.includes("BREAK_IN_SERIES") === true;
  if (before === undefined || earlier === undefined || broken) return "UNDECIDED";
  const difference = value - earlier;
  const [l1, u1, l0, u0] = [now.lower_ci95, now.upper_ci95, before.lower_ci95, before.upper_ci95].map(numberOf);
  if (difference === 0) return "NO_CHANGE";
  if (l1 !== undefined && u1 !== undefined && l0 !== undefined && u0 !== undefined) {
    const lower = difference - Math.hypot(value - l1, u0 - earlier);
    const upper = difference + Math.hypot(u1 - value, earlier - l0);
    if (lower <= 0 && upper >= 0) return "NO_CHANGE";
  }
  const good = polarity ?? own.get(indicator)?.polarity;
  if (good !== "HIGH_IS_GOOD" && good !== "LOW_IS_GOOD") return "UNDECIDED";
  return difference > 0 === (good === "HIGH_IS_GOOD") ? "IMPROVING" : "WORSENING";
}

const PROGRESS = `query Progress($area: GSSCode!, $roles: [OutcomeRole!]) { area(gssCode: $area) { outcomes(framework: "${SLUG}", roles: $roles) {
  outcome { key title sequence wording } area { gssCode } improving worsening noChange undecided missing note
  figures { direction polarity link { role reason indicator { slug } } observation { value missing period { id } } change { difference from { period { id } } } } } } }`;

/** Question 2 of the study: how one council stands on every outcome of the framework, against its statistical neighbours. */
const QUESTION_2 = `query Question2($area: GSSCode!) { area(gssCode: $area) { name outcomes(framework: "${SLUG}") {
  outcome { title } improving worsening noChange undecided missing note
  indicators { indicator { slug } value formatted trend { marker } comparison(with: { kind: NEAREST_NEIGHBOURS }) { rank rankOf outcome group { kind } } } } } }`;

describeOnBothStores("outcomes", (store) => {
  let hub: Asking;
  let statements: StatementCount;
  beforeAll(async () => {
    hub = await startAsking(store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
    statements = countStatements(hub.store);
  });
  afterAll(() => hub?.close());

  test("the framework is as its file says: sixteen outcomes, ten of them in draft wording, no ambition that is not known", async () => {
    const { framework, frameworks } =
      await hub.ask(`{ frameworks { slug } framework(id: "${SLUG}") { id title owner version publishedOn source licence
      outcomes { key title ambition wording sequence unknownIndicators services { lgslId } needs { id label } links { role reason polarity indicator { slug } } } } }`);
    expect(frameworks.map((each: Answer) => each.slug)).toContain(SLUG);
    expect(framework).toMatchObject({
      title: "Local Outcomes Framework",
      owner: "Ministry of Housing, Communities and Local Government",
      publishedOn: "2026-02-09",
    });
    expect(framework.outcomes).toHaveLength(16);
    expect(
      framework.outcomes.filter((each: Answer) => each.wording === "PUBLISHED").map((each: Answer) => each.title),
    ).toEqual([
      "Housing supply",
      "Housing quality and safety",
      "Homelessness and rough sleeping",
      "Multiple disadvantage",
      "Best start in life",
      "Every child achieving and thriving",
    ]);
    const all = ["OUTCOME", "OUTPUT", "CONTEXT"];
    const expected = OUTCOMES.map((outcome, place) => ({
      key: `${SLUG}/${outcome.slug}`,
      title: outcome.title,
      ambition: null,
      wording: outcome.wording ?? LOF.wording,
      sequence: place + 1,
      unknownIndicators: (outcome.indicators ?? []).map((link) => link.indicator).filter((slug) => !own.has(slug)),
      services: [...(outcome.services ?? [])].sort((a, b) => a - b),
      links: linksOf(outcome, all).map(({ indicator, polarity, role, reason }) => ({
        role,
        reason,
        polarity: polarity ?? null,
        indicator: { slug: indicator },
      })),
      needs: outcome.needs?.length ?? 0,
    }));
    expect(
      framework.outcomes.map(({ services, needs, ...rest }: Answer) => ({
        ...rest,
        services: services.map((each: Answer) => each.lgslId),
        needs: needs.length,
      })),
    ).toEqual(expected);
    const { nodes } = await hub.ask("query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {
      ids: [framework.id],
    });
    expect(nodes).toEqual([{ __typename: "OutcomeFramework", id: framework.id }]);
  });

  test("links are walked both ways: from indicators, services and needs to outcomes and back", async () => {
    const speakFor = (slug: string) =>
      OUTCOMES.filter((each) => each.indicators?.some((link) => link.indicator === slug)).map((each) => each.title);
    const worksFor = OUTCOMES.filter((each) => each.services?.includes(437)).map((each) => each.title);
    const metBy = OUTCOMES.filter((each) => each.needs?.includes("a-secure-home")).map((each) => each.title);
    const { indicator, context, service, needs, indicators, found } = await hub.ask(`{
      indicator(slug: "housing-affordability-ratio") { outcomes { title outcomeIndicators { slug } contextIndicators { slug } } }
      context: indicator(slug: "housing-affordability-ratio") { outcomes(role: [OUTCOME]) { title } }
      service(lgslId: 437) { outcomes { title services { lgslId } } }
      needs { label outcomes { title needs { label } } }
      indicators(outcome: "${SLUG}/best-start-in-life", first: 100) { nodes { slug } totalCount unknown { value } }
      found: search(text: "homelessness and rough sleeping", kinds: ["Outcome"], first: 1) { __typename ... on Outcome { key framework { slug } } } }`);
    const titles = (list: Answer) => list.map((each: Answer) => each.title);
    expect(titles(indicator.outcomes)).toEqual(speakFor("housing-affordability-ratio"));
    expect(context.outcomes).toHaveLength(
      OUTCOMES.filter((each) =>
        each.indicators?.some((link) => link.indicator === "housing-affordability-ratio" && link.role === "OUTCOME"),
      ).length,
    );
    for (const outcome of indicator.outcomes)
      expect([...outcome.outcomeIndicators, ...outcome.contextIndicators]).toContainEqual({
        slug: "housing-affordability-ratio",
      });
    expect(titles(service.outcomes)).toEqual(worksFor);
    expect(service.outcomes[0].services).toContainEqual({ lgslId: 437 });
    expect(titles(needs.find((need: Answer) => need.label === "A secure and affordable home").outcomes)).toEqual(metBy);
    const start = OUTCOMES.find((each) => each.slug === "best-start-in-life") as FileOutcome;
    expect(indicators.nodes.map((each: Answer) => each.slug)).toEqual(
      linksOf(start, ["OUTCOME", "OUTPUT", "CONTEXT"])
        .map((link) => link.indicator)
        .sort(),
    );
    expect(found).toEqual([
      { __typename: "Outcome", key: `${SLUG}/homelessness-and-rough-sleeping`, framework: { slug: SLUG } },
    ]);
  });

  test.each([TRAFFORD, BIRMINGHAM, "E10000016", "W06000015"])(
    "%s: every figure's direction, and the counts, are those worked out by hand from the files",
    async (area) => {
      const { area: answer } = await hub.ask(PROGRESS, { area });
      expect(answer.outcomes.map((each: Answer) => each.outcome.sequence)).toEqual(
        OUTCOMES.map((_, place) => place + 1),
      );
      for (const [place, progress] of answer.outcomes.entries()) {
        const outcome = OUTCOMES[place] as FileOutcome;
        const expected = linksOf(outcome).map((link) => [link.indicator, directionOf(link, area)]);
        expect(progress.figures.map((each: Answer) => [each.link.indicator.slug, each.direction])).toEqual(expected);
        const count = (name: string) => expected.filter(([, direction]) => direction === name).length;
        expect(progress).toMatchObject({
          improving: count("IMPROVING"),
          worsening: count("WORSENING"),
          noChange: count("NO_CHANGE"),
          undecided: count("UNDECIDED"),
          missing: count("MISSING"),
          area: { gssCode: area },
        });
        for (const { observation, direction, link } of progress.figures) {
          expect(observation.value === null).toBe(direction === "MISSING");
          if (observation.value !== null)
            expect(observation.period.id).toBe(figures(link.indicator.slug, area).at(-1)?.period);
        }
        expect(progress.note === null).toBe(expected.some(([, direction]) => direction !== "MISSING"));
      }
    },
  );

  test("all five counts are met, the framework's judgement goes before the indicator's, and roles are chosen", async () => {
    const { area } = await hub.ask(PROGRESS, { area: TRAFFORD });
    const sum = (field: string) => area.outcomes.reduce((all: number, each: Answer) => all + each[field], 0);
    for (const field of ["improving", "worsening", "noChange", "undecided"]) expect(sum(field)).toBeGreaterThan(0);
    const supply = area.outcomes[0].figures.find(
      (each: Answer) => each.link.indicator.slug === "net-additions-housing-stock",
    );
    expect(own.get("net-additions-housing-stock")?.polarity).toBe("UNKNOWN");
    expect(supply.polarity).toBe("HIGH_IS_GOOD");
    expect(["IMPROVING", "WORSENING"]).toContain(supply.direction);
    const { area: context } = await hub.ask(PROGRESS, { area: TRAFFORD, roles: ["CONTEXT"] });
    for (const [place, progress] of context.outcomes.entries())
      expect(progress.figures.map((each: Answer) => each.link.indicator.slug)).toEqual(
        linksOf(OUTCOMES[place] as FileOutcome, ["CONTEXT"]).map((link) => link.indicator),
      );
  });

  test("an outcome without a figure says so, and why", async () => {
    const { area } = await hub.ask(PROGRESS, { area: TRAFFORD });
    const noteOf = (slug: string) => area.outcomes.find((each: Answer) => each.outcome.key === `${SLUG}/${slug}`).note;
    expect(noteOf("housing-supply")).toBeNull();
    expect(noteOf("homelessness-and-rough-sleeping")).toBe(
      "No indicator speaks for it in the role of OUTCOME or OUTPUT.",
    );
    expect(noteOf("adult-social-care-neighbourhood-health")).toBe("The framework's file names no indicator for it.");
    const { area: scotland } = await hub.ask(PROGRESS, { area: "S12000049" });
    expect(scotland.outcomes[4]).toMatchObject({ improving: 0, worsening: 0, noChange: 0, undecided: 0 });
    expect(scotland.outcomes[4].note).toMatch(
      /^None of the \d+ indicators has a figure for Glasgow City; each blank says why\.$/,
    );
  });

  test("question 2 in one query: sixteen outcomes of Trafford with trend and standing among its statistical neighbours", async () => {
    const { answer, count } = await statements.counted(() => hub.ask(QUESTION_2, { area: TRAFFORD }));
    const { area } = answer;
    expect(area.outcomes.map((each: Answer) => each.outcome.title)).toEqual(OUTCOMES.map((each) => each.title));
    const neighbours = table("neighbours")
      .filter((row) => row.area === TRAFFORD && row.model === "ONS_GLOBAL")
      .map((row) => row.neighbour ?? "");
    expect(neighbours.length).toBeGreaterThan(5);
    let ranked = 0;
    for (const progress of area.outcomes)
      for (const { indicator, value, trend, comparison } of progress.indicators) {
        if (value === null) continue;
        expect(trend.marker).toMatch(/^[A-Z_]+$/);
        const period = figures(indicator.slug, TRAFFORD).at(-1)?.period;
        const values = neighbours.flatMap(
          (code) => numberOf(figures(indicator.slug, code).find((row) => row.period === period)?.value) ?? [],
        );
        if (comparison.rank === null) continue;
        // 1 is the highest value; the area itself is ranked among its neighbours.
        expect([indicator.slug, comparison.rank]).toEqual([
          indicator.slug,
          1 + values.filter((other) => other > value).length,
        ]);
        expect(comparison.rankOf).toBe(values.length + 1);
        ranked += 1;
      }
    expect(ranked).toBeGreaterThan(20);
    const datasets = new Set(OUTCOMES.flatMap((each) => linksOf(each).map((link) => own.get(link.indicator)?.dataset)));
    expect(count).toBeLessThanOrEqual(datasets.size);
    const again = await statements.counted(() => hub.ask(QUESTION_2, { area: BIRMINGHAM }));
    expect(again.count).toBeLessThanOrEqual(1);
  });

  test("fifty councils on all sixteen outcomes cost no statement a council or outcome", async () => {
    const query = `{ areas(select: { type: LTLA, within: "E92000001" }, first: 50) { nodes { outcomes(framework: "${SLUG}") { improving worsening noChange undecided missing } } } }`;
    const { answer, count } = await statements.counted(() => hub.ask(query));
    expect(answer.areas.nodes).toHaveLength(50);
    expect(count).toBeLessThanOrEqual(1);
  });

  test.each([
    [
      '{ area(gssCode: "E08000009") { outcomes(framework: "lof") { missing } } }',
      "framework",
      /local-outcomes-framework/,
    ],
    ['{ area(gssCode: "E08000009") { outcomes(period: { latest: 0 }) { missing } } }', "period.latest", /1 to/],
  ])("a wrong argument is told with what would be right: %s", async (query, argument, expected) => {
    const { body } = await hub.post(query);
    expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    expect(body.errors[0].extensions.expected).toMatch(expected);
  });

  test("what names nothing answers null, or is listed with what there is", async () => {
    const { framework, outcome, indicators } = await hub.ask(
      '{ framework(id: "nothing") { title } outcome(id: "../../etc/passwd") { title } indicators(outcome: "__proto__") { totalCount unknown { argument suggestions } } }',
    );
    expect([framework, outcome]).toEqual([null, null]);
    expect(indicators.totalCount).toBe(0);
    expect(indicators.unknown[0]).toMatchObject({ argument: "outcome" });
    expect(indicators.unknown[0].suggestions).toContain(`${SLUG}/housing-supply`);
  });

  test("the JSON schema of framework files is served, with an ETag", async () => {
    const { port } = hub.hub.app.server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/schemas/outcome-framework.json`;
    const answer = await fetch(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("application/schema+json");
    expect(await answer.json()).toMatchObject({ title: "Outcome framework", type: "object" });
    const again = await fetch(address, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });
});

describe.each(STORE_KINDS.filter((kind) => storesUnderTest().some((each) => each.kind === kind)))(
  "outcomes and national services (%s store)",
  (kind) => {
    let own: OwnStore;
    let hub: Asking;
    beforeAll(async () => {
      own = (await ownStarter(kind, ["homicide-offences"])) as OwnStore;
      await seedWellKnown(own.store, nationalSources());
      hub = await startAskingOver(own.store);
    });
    afterAll(async () => {
      await hub?.close();
      await own?.drop();
    });

    test("indicators of services count as soon as they are known; with the services switched off they are blanks that say so, and nothing is asked", async () => {
      const { area, plan, outcome } =
        await hub.ask(`{ area(gssCode: "E08000009") { outcomes(framework: "${SLUG}", roles: [OUTCOME, OUTPUT, CONTEXT]) {
          outcome { key unknownIndicators } missing figures { direction link { indicator { slug } } observation { value missing } } } }
        plan: rateLimit { upstreamCalls }
        outcome(id: "${SLUG}/every-child-achieving-and-thriving") { outcomeIndicators { slug } } }`);
      const neighbourhoods = area.outcomes.find((each: Answer) => each.outcome.key.endsWith("/neighbourhoods"));
      const nuisance = neighbourhoods.figures.find(
        (each: Answer) => each.link.indicator.slug === "police-uk:anti-social-behaviour-rate",
      );
      expect(nuisance).toMatchObject({
        direction: "MISSING",
        observation: { value: null, missing: "SOURCE_UNAVAILABLE" },
      });
      expect(neighbourhoods.missing).toBeGreaterThan(0);
      expect(plan.upstreamCalls).toBe(0);
      const declared = OUTCOMES.flatMap((each) => each.indicators ?? []).filter((link) => link.indicator.includes(":"));
      const unknown = area.outcomes.flatMap((each: Answer) => each.outcome.unknownIndicators);
      expect(unknown.length).toBeLessThan(declared.length);
      expect(outcome.outcomeIndicators.map((each: Answer) => each.slug)).toContain(
        "dfe-ees:b3e19901-5d2b-b676-bb4c-e60937d74725/S9YVx",
      );
    });
  },
);
