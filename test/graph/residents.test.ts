import { discoverSources } from "../../src/datasources/engine/discover";
import { seedWellKnown } from "../../src/ingest/catalogue/seed";
import { importPath } from "../../src/ingest/import";
import { folderOf } from "../ingest/support/folders";
import { type OwnStore, ownStarter } from "../support/mixed-stores";
import { type Publisher, startPublisher } from "../support/publisher-server";
import { standIn } from "../support/publishers/postcodes-io";
import { STORE_KINDS, storesUnderTest } from "../support/stores";
import { type Answer, type Asking, startAskingPublishers } from "./ask";

const has = (kind: string) => storesUnderTest().some((store) => store.kind === kind);
const postcodes = discoverSources().filter(({ id }) => id === "postcodes-io");
const FIGURES = ["claimant-count", "gross-median-weekly-pay"];

/** Links of the two councils of a village in Oxfordshire, in the layout of GOV.UK Local Links Manager's export; addresses are this test's own. */
const LINKS = `Authority Name,SNAC,GSS,Description,LGSL,LGIL,URL,Supported by GOV.UK
Oxfordshire County Council,38,E10000025,Libraries,437,8,https://libraries.example.org/oxfordshire,true
South Oxfordshire District Council,38UD,E07000179,Household waste collection,524,8,https://bins.example.org/south-oxfordshire,true
`;

describe.each(STORE_KINDS.filter(has))("a resident's postcode (%s store)", (kind) => {
  let own: OwnStore;
  let publisher: Publisher;
  let hub: Asking;
  let clock = Date.parse("2026-11-01T12:00:00Z");

  beforeAll(async () => {
    own = (await ownStarter(kind, FIGURES)) as OwnStore;
    publisher = await startPublisher(standIn());
    await seedWellKnown(own.store, postcodes);
    const folder = folderOf({ "links.csv": LINKS });
    const { files } = await importPath(own.store, folder.path);
    folder.remove();
    expect(files.map(({ state, refused, added }) => [state, refused, added])).toEqual([["LOADED", 0, 2]]);
  });
  afterAll(async () => {
    await publisher?.close();
    await own?.drop();
  });
  beforeEach(async () => {
    hub = await startAskingPublishers(own.store, {
      sources: postcodes,
      addresses: { OUTTURN_POSTCODES_IO_URL: publisher.url },
      now: () => clock,
      env: { OUTTURN_UPSTREAM_DEADLINE_MS: "800" },
    });
    publisher.misbehave(undefined);
    publisher.forget();
  });
  afterEach(() => hub?.close());

  const post = async (query: string): Promise<Answer> => (await hub.post(query)).body;

  /** Question 10 of the ten: which councils serve it, for which services, and how are they doing? */
  const QUESTION = (postcode: string) => `{
    postcode(code: "${postcode}") {
      code
      councils {
        name tier
        services(lgsl: [437, 524]) { service { lgslId name } interactions { label url } }
        area {
          name
          pay: observation(indicator: "gross-median-weekly-pay") { formatted comparison(with: { kind: ALL_IN_REGION }) { rank rankOf outcome } }
          outcomes { outcome { title } improving worsening noChange undecided missing }
        }
      }
      outcome { state }
    }
    here: observations(select: { indicators: ["claimant-count"], areas: { postcode: "${postcode}", type: LTLA } }) {
      nodes { area { name } value } unknown { argument value } sources { source { slug } state upstreamCalls } }
  }`;

  test("question 10: councils, services with their links, figures and standing, in one query and one look-up", async () => {
    const { data, errors } = await post(QUESTION("ox495nu"));
    expect(errors).toBeUndefined();
    const [district, county] = data.postcode.councils;
    expect(data.postcode.councils).toHaveLength(2);
    expect([district.name, district.tier, county.name, county.tier]).toEqual([
      "South Oxfordshire District Council",
      "DISTRICT",
      "Oxfordshire County Council",
      "COUNTY",
    ]);
    // By the tiers that the service list states: waste is collected by districts, libraries are counties'.
    expect(district.services).toEqual([
      {
        service: { lgslId: 524, name: expect.stringMatching(/waste|refuse/i) },
        interactions: [{ label: "Providing information", url: "https://bins.example.org/south-oxfordshire" }],
      },
    ]);
    expect(county.services).toEqual([
      {
        service: { lgslId: 437, name: expect.stringMatching(/librar/i) },
        interactions: [{ label: "Providing information", url: "https://libraries.example.org/oxfordshire" }],
      },
    ]);
    const latest = (
      slug: string,
    ) => `SELECT o.value AS value FROM observation o JOIN indicator i ON i.id = o.indicator_id
      JOIN area a ON a.id = o.area_id JOIN period p ON p.id = o.period_id WHERE i.slug = '${slug}' AND a.code = 'E07000179'
      AND o.superseded_at IS NULL ORDER BY p.end_date DESC LIMIT 1`;
    const [pay] = await own.store.db.query(latest("gross-median-weekly-pay"));
    expect(district.area.pay.formatted).toBe(`£${pay.value.toFixed(1)}`);
    expect(district.area.pay.comparison.rankOf).toBeGreaterThan(40);
    expect(county.area.outcomes.length).toBe(16);
    // By hand: outcomes with a figure, of those that an indicator measures for which this store has one of the district.
    const measured: { title: string }[] = await own.store.db.query(
      `SELECT DISTINCT o.title AS title FROM outcome o JOIN outcome_indicator l ON l.outcome_id = o.id AND l.role IN ('OUTCOME', 'OUTPUT')
       JOIN indicator i ON i.slug = l.indicator_slug JOIN observation f ON f.indicator_id = i.id JOIN area a ON a.id = f.area_id
       WHERE a.code = 'E07000179' AND f.value IS NOT NULL AND f.superseded_at IS NULL`,
    );
    const told = ({ improving, worsening, noChange, undecided }: Answer) =>
      improving + worsening + noChange + undecided;
    const titles = district.area.outcomes
      .filter((each: Answer) => told(each) > 0)
      .map((each: Answer) => each.outcome.title);
    expect(titles.toSorted()).toEqual(measured.map(({ title }) => title).toSorted());
    expect(titles).toContain("Economic prosperity and regeneration");
    const { here } = data;
    const [claimants] = await own.store.db.query(latest("claimant-count"));
    expect(here.nodes).toEqual([{ area: { name: "South Oxfordshire" }, value: claimants.value }]);
    expect(here.unknown).toEqual([]);
    expect(here.sources.find((each: Answer) => each.source.slug === "postcodes-io").state).toBe("OK");
    expect(publisher.requests).toHaveLength(1); // both fields ask together
  });

  test("a postcode that nobody knows is told beside the rest; one that is none names its argument", async () => {
    const { data } =
      await post(`{ areas(select: { postcode: "OX49 9ZZ" }) { totalCount unknown { argument value } sources { state } }
      observations(select: { indicators: ["claimant-count"], areas: { postcode: "OX49 9ZZ", type: LTLA } }) { totalCount unknown { argument value } } }`);
    expect(data.areas).toEqual({
      totalCount: 0,
      unknown: [{ argument: "select.postcode", value: "OX49 9ZZ" }],
      sources: [],
    });
    expect(data.observations.unknown).toEqual([{ argument: "select.areas.postcode", value: "OX49 9ZZ" }]);
    const { errors } = await post('{ areas(select: { postcode: "../../x" }) { totalCount } }');
    expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "select.postcode" });
  });

  test("conditions hold at once, and every kind of area around the postcode is there", async () => {
    const { data } = await post(`{ all: areas(select: { postcode: "M32 0TH" }) { nodes { areaType { code } name } }
      other: areas(select: { postcode: "M32 0TH", within: "E12000001" }) { totalCount }
      region: areas(select: { postcode: "M32 0TH", type: RGN }) { nodes { name } } }`);
    expect(data.region.nodes).toEqual([{ name: "North West" }]);
    expect(data.other.totalCount).toBe(0);
    const kinds = data.all.nodes.map((node: Answer) => node.areaType.code);
    expect(kinds).toEqual(expect.arrayContaining(["CTRY", "RGN", "MD", "CAUTH", "LSOA"]));
  });

  test("with the service of postcodes away the query is answered, and says what failed", async () => {
    clock += 40 * 86_400_000;
    publisher.misbehave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const { data, errors } = await post(QUESTION("M32 0JG"));
    expect(errors).toBeUndefined();
    expect(data.postcode).toMatchObject({ code: "M32 0JG", councils: [], outcome: { state: "DOWN" } });
    expect(data.here.nodes).toEqual([]);
    expect(data.here.unknown).toEqual([]);
    expect(data.here.sources).toMatchObject([{ source: { slug: "postcodes-io" }, state: "DOWN" }]);
  });
});
