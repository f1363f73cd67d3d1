import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { type Row, table } from "../starter/read";
import { ownStarter } from "../support/mixed-stores";
import { describeOnBothStores } from "../support/stores";
import { type Asking, startAsking, startAskingOver } from "./ask";

/** The hub's own lists as they are committed: answers are worked out from them here, with none of the product's code. */
const standards = (name: string): readonly Row[] =>
  parse(readFileSync(join(__dirname, `../../data/standards/${name}.csv`), "utf8"), { columns: true });

const words = (cell: string | undefined): string[] => (cell ?? "").split(" ").filter((word) => word !== "");
const numbers = (cells: Iterable<string>): number[] => [...new Set(cells)].map(Number).sort((a, b) => a - b);
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const ended = (row: Row): boolean => row.end_date !== "" && (row.end_date ?? "") < "2026-11-01";

/** The councils in being of these tiers whose areas satisfy a condition, by code. */
function councils(tiers: readonly string[], of: (area: string) => boolean): string[] {
  return table("councils")
    .filter((row) => !ended(row) && tiers.includes(row.tier ?? "") && of(row.area ?? ""))
    .map((row) => row.code ?? "")
    .sort();
}

describeOnBothStores("services and duties", (store) => {
  let hub: Asking;
  beforeAll(async () => {
    hub = await startAsking(store);
  });
  afterAll(() => hub?.close());

  const provision = async (lgsl: number, area: string) => {
    const query = `query P($lgsl: Int!, $area: ID!) { service(lgslId: $lgsl) { provision(area: $area) {
      council { organisationCode } place { gssCode } reason service { lgslId } } } }`;
    const { service } = await hub.ask(query, { lgsl, area });
    return service.provision as {
      council: { organisationCode: string };
      place: { gssCode: string };
      reason: string;
      service: { lgslId: number };
    }[];
  };
  const codes = (list: Awaited<ReturnType<typeof provision>>) => list.map((each) => each.council.organisationCode);

  test("1,127 services and 113 functions, whose numbers overlap and mean different things", async () => {
    const services = table("services");
    const functions = table("service_functions");
    expect([services.length, functions.length]).toEqual([1127, 113]);
    const shared = functions.find((row) => services.some((service) => service.lgsl_id === row.esd_id));
    const number = Number(shared?.esd_id);
    const { service, serviceFunction, all, within } = await hub.ask(
      `query Both($number: Int!, $function: ID!) { service(lgslId: $number) { id name } serviceFunction(esdId: $number) { id label }
        all: services { totalCount } within: services(function: $function, first: 1000) { nodes { lgslId } totalCount } }`,
      { number, function: String(number) },
    );
    expect(all.totalCount).toBe(1127);
    expect(service.name).toBe(services.find((row) => row.lgsl_id === shared?.esd_id)?.name);
    expect(serviceFunction.label).toBe(shared?.label);
    expect(serviceFunction.label).not.toBe(service.name);
    const { nodes } = await hub.ask("query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {
      ids: [service.id, serviceFunction.id],
    });
    expect(nodes).toEqual([
      { __typename: "Service", id: service.id },
      { __typename: "ServiceFunction", id: serviceFunction.id },
    ]);
    // The function's own services and those of everything that grows from it.
    const inside = new Set([String(number)]);
    for (const row of [...functions, ...functions]) if (inside.has(row.parent ?? "")) inside.add(row.esd_id ?? "");
    const links = table("service_function_links").filter((row) => inside.has(row.function ?? ""));
    const expected = numbers(links.map((row) => row.service ?? ""));
    expect(within.nodes.map((each: { lgslId: number }) => each.lgslId)).toEqual(expected);
    // 437 is a service (libraries) and no function: asking for services of function 437 is an error, not the library.
    const wrong = await hub.post('{ services(function: "437") { totalCount } }');
    expect(wrong.body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "function" });
    const swapped = await hub.post("query S($id: ID!) { serviceFunction(id: $id) { label } }", { id: service.id });
    expect(swapped.body.data?.serviceFunction ?? null).toBeNull();
  });

  test("powers and duties are those of the list, each with its legislation, and are found from both sides", async () => {
    const list = standards("powers_and_duties");
    const { powersAndDuties } =
      await hub.ask(`{ powersAndDuties(first: 300) { id kind title legislation legislationUrl appliesTo source
      services { lgslId powersAndDuties { id } } } }`);
    expect(powersAndDuties).toHaveLength(list.length);
    expect(new Set(list.flatMap((row) => words(row.services))).size).toBeGreaterThanOrEqual(40);
    for (const [at, row] of list.entries()) {
      const duty = powersAndDuties[at];
      expect({ ...duty, id: "", services: [], appliesTo: [] }).toEqual({
        id: "",
        kind: row.kind,
        title: row.title,
        legislation: row.section === "" ? row.legislation : `${row.legislation}, ${row.section}`,
        legislationUrl: row.legislation_url === "" ? null : row.legislation_url,
        source: row.source,
        services: [],
        appliesTo: [],
      });
      expect([...duty.appliesTo].sort()).toEqual(words(row.applies_to).sort());
      const services: { lgslId: number; powersAndDuties: { id: string }[] }[] = duty.services;
      expect(services.map(({ lgslId }) => lgslId)).toEqual(numbers(words(row.services)));
      for (const service of services) expect(service.powersAndDuties).toContainEqual({ id: duty.id });
    }
    const { service } = await hub.ask(
      `{ service(lgslId: 437) { powersAndDuties(kind: [DUTY]) { title legislation legislationUrl } } }`,
    );
    expect(service.powersAndDuties).toContainEqual({
      title: "Provide a comprehensive and efficient public library service",
      legislation: "Public Libraries and Museums Act 1964, section 7",
      legislationUrl: "https://www.legislation.gov.uk/ukpga/1964/75/section/7",
    });
  });

  test("every address of legislation is of the publisher's stable form, and tells the same provision as the words", () => {
    for (const row of standards("powers_and_duties")) {
      expect(row.source).toBe(`legislation.gov.uk: ${row.legislation}${row.section === "" ? "" : `, ${row.section}`}`);
      if (row.legislation_url === "") continue;
      const form =
        /^https:\/\/www\.legislation\.gov\.uk\/(?:ukpga|asp|anaw|nawm|nia|uksi|nisi)\/(\d{4})\/\d+(?:\/(section|article|regulation|part)\/([0-9A-Z]+))?$/;
      const [, year, kind, number] = form.exec(row.legislation_url ?? "") ?? [];
      expect(row.legislation?.endsWith(` ${year}`)).toBe(true);
      expect((row.section ?? "").toLowerCase()).toBe(kind === undefined ? "" : `${kind} ${number?.toLowerCase()}`);
    }
  });

  test("from a life event to circumstances, needs, indicators and services, and back again", async () => {
    const [needs, circumstances, events] = [standards("needs"), standards("circumstances"), standards("life_events")];
    const servicesOfNeed = (slug: string) => words(needs.find((row) => row.slug === slug)?.services);
    const servicesOf = (row: Row | undefined) => [
      ...words(row?.services),
      ...words(row?.needs).flatMap(servicesOfNeed),
    ];
    const { lifeEvents } = await hub.ask(`{ lifeEvents { id label services { lgslId lifeEvents { id } }
      circumstances { id label services { lgslId } indicators { slug } needs { id label services { lgslId } indicators { slug } } } } }`);
    // The way back, by number: what each service says of those whom it is for.
    const back = new Map<number, { needs: unknown[]; circumstances: unknown[] }>();
    for (let after: string | null = null, more = true; more; ) {
      const page: string = `{ services(first: 300, after: ${JSON.stringify(after)}) { nodes { lgslId needs { id } circumstances { id } } pageInfo { endCursor hasNextPage } } }`;
      const { services } = await hub.ask(page);
      for (const service of services.nodes) back.set(service.lgslId, service);
      [after, more] = [services.pageInfo.endCursor, services.pageInfo.hasNextPage];
    }
    expect(lifeEvents.map((event: { label: string }) => event.label)).toEqual(events.map((row) => row.label));
    for (const [at, row] of events.entries()) {
      const event = lifeEvents[at];
      const parts = words(row.circumstances).map((slug) => circumstances.find((each) => each.slug === slug));
      const all = numbers([...words(row.services), ...parts.flatMap(servicesOf)]);
      expect(sorted(event.services.map((each: { lgslId: number }) => each.lgslId))).toEqual(all);
      for (const service of event.services) expect(service.lifeEvents).toContainEqual({ id: event.id });
      const answer = await hub.ask("query L($id: ID!) { services(lifeEvent: $id, first: 200) { nodes { lgslId } } }", {
        id: row.slug,
      });
      expect(answer.services.nodes.map((each: { lgslId: number }) => each.lgslId)).toEqual(all);
      for (const circumstance of event.circumstances) {
        const said = circumstances.find((each) => each.label === circumstance.label);
        expect(sorted(circumstance.services.map((each: { lgslId: number }) => each.lgslId))).toEqual(
          numbers(servicesOf(said)),
        );
        for (const service of circumstance.services)
          expect(back.get(service.lgslId)?.circumstances).toContainEqual({ id: circumstance.id });
        for (const need of circumstance.needs) {
          const needed = needs.find((each) => each.label === need.label);
          expect(need.indicators.map((each: { slug: string }) => each.slug).sort()).toEqual(
            words(needed?.indicators).sort(),
          );
          for (const { slug } of need.indicators) expect(circumstance.indicators).toContainEqual({ slug });
          for (const service of need.services) expect(back.get(service.lgslId)?.needs).toContainEqual({ id: need.id });
        }
      }
    }
    const { services } = await hub.ask(
      '{ services(circumstance: "low-income", tier: COUNTY, first: 100) { nodes { lgslId responsibleTiers } } }',
    );
    expect(services.nodes.map((each: { lgslId: number }) => each.lgslId)).toEqual(expect.arrayContaining([2, 4]));
    for (const name of ["lifeEvent", "circumstance"]) {
      const { body } = await hub.post(`{ services(${name}: "winning-the-pools") { totalCount } }`);
      expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: name });
    }
  });

  test("related services: stated ones first, then those that share most functions, twenty at most", async () => {
    const stated = standards("service_relations");
    const links = table("service_function_links");
    const parents = new Set(table("service_functions").map((row) => row.parent));
    const leavesOf = (service: string) =>
      links.filter((row) => row.service === service && !parents.has(row.function ?? "")).map((row) => row.function);
    for (const lgsl of ["209", "524", "437", "1"]) {
      const said = numbers(
        stated.flatMap((row) =>
          row.service === lgsl ? [row.related ?? ""] : row.related === lgsl ? [row.service ?? ""] : [],
        ),
      );
      const own = new Set(leavesOf(lgsl));
      const near = table("services")
        .map((row) => ({
          id: Number(row.lgsl_id),
          shared: leavesOf(row.lgsl_id ?? "").filter((leaf) => own.has(leaf)).length,
        }))
        .filter(({ id, shared }) => shared > 0 && id !== Number(lgsl) && !said.includes(id))
        .sort((a, b) => b.shared - a.shared || a.id - b.id)
        .slice(0, 20)
        .map(({ id }) => id);
      const { service } = await hub.ask("query R($lgsl: Int!) { service(lgslId: $lgsl) { related { lgslId } } }", {
        lgsl: Number(lgsl),
      });
      expect(service.related.map((each: { lgslId: number }) => each.lgslId)).toEqual([...said, ...near]);
      expect(near.length).toBeGreaterThan(0);
    }
  });

  test("provision: one tier, two tiers, wards, counties, regions", async () => {
    // Libraries (437) are the county's, waste collection (524) the district's; Ashford lies in Kent.
    expect(codes(await provision(437, "E07000105"))).toEqual(["local-authority:KEN"]);
    expect(codes(await provision(524, "E07000105"))).toEqual(["local-authority:ASF"]);
    // Manchester does both. The name of an area is good, too.
    for (const lgsl of [437, 524]) expect(codes(await provision(lgsl, "manchester"))).toEqual(["local-authority:MAN"]);
    // The City of London Corporation, Cardiff, Glasgow and Belfast.
    for (const [area, code] of [
      ["E09000001", "LND"],
      ["W06000015", "CRF"],
      ["S12000049", "GLG"],
      ["N09000003", "BFS"],
    ] as const)
      expect(codes(await provision(524, area))).toEqual([`local-authority:${code}`]);
    // A ward of Rugby and a neighbourhood of the City of London.
    const wards = table("area_memberships").filter((row) => row.parent === "E07000220" && row.child?.startsWith("E05"));
    const ward = wards.find((row) => row.end_date === "")?.child ?? "";
    expect(codes(await provision(524, ward))).toEqual(["local-authority:RUG"]);
    expect(codes(await provision(437, ward))).toEqual(["local-authority:WAR"]);
    expect(codes(await provision(524, "E01000001"))).toEqual(["local-authority:LND"]);
    // Asked of the county, waste collection is its twelve districts', each for its own part.
    const kent = await provision(524, "E10000016");
    const inKent = new Set(
      table("area_memberships")
        .filter((row) => row.parent === "E10000016" && row.end_date === "")
        .map((row) => row.child),
    );
    expect(codes(kent)).toEqual(councils(["DISTRICT"], (area) => inKent.has(area)));
    expect(kent).toHaveLength(12);
    for (const each of kent) expect(inKent.has(each.place.gssCode)).toBe(true);
    // Of a region: its counties, unitary and metropolitan councils.
    const northWest = await provision(437, "E12000002");
    const inRegion = new Set(
      table("area_memberships")
        .filter((row) => row.parent === "E12000002" && row.end_date === "")
        .map((row) => row.child),
    );
    expect([...codes(northWest)].sort()).toEqual(
      councils(["COUNTY", "UNITARY", "METROPOLITAN"], (area) => inRegion.has(area)),
    );
    expect(northWest.length).toBeGreaterThan(15);
    const nowhere = await hub.post('{ service(lgslId: 437) { provision(area: "manchestr") { reason } } }');
    expect(nowhere.body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument: "area" });
    expect(nowhere.body.errors[0].extensions.expected).toMatch(/such as/);
  });

  test("provision: councils that ended are followed to those that took over, and it is said how", async () => {
    const [mendip] = await provision(524, "E07000187");
    expect(mendip?.council.organisationCode).toBe("local-authority:SUA");
    expect(mendip?.place.gssCode).toBe("E06000066");
    expect(mendip?.reason).toBe(
      "Mendip (E07000187) ended on 2023-03-31; its ground is in Somerset (E06000066) now. Somerset Council is the unitary council of Somerset, and provides it by the tiers that the service list states.",
    );
    // West Somerset went into Somerset West and Taunton, and that into Somerset.
    expect(codes(await provision(524, "E07000191"))).toEqual(["local-authority:SUA"]);
    // The county of Northamptonshire was split between two.
    expect(codes(await provision(437, "E10000021"))).toEqual(["local-authority:NNUA", "local-authority:WNUA"]);
    // Somerset's county was recoded: the same ground.
    expect(codes(await provision(437, "E10000027"))).toEqual(["local-authority:SUA"]);
    const [barnsley] = await provision(524, "E08000016");
    expect(barnsley?.council.organisationCode).toBe("local-authority:BNS");
    expect(barnsley?.reason).toMatch(
      /^The code of Barnsley changed: it is E08000038 now, and E08000016 was in use until \d{4}-/,
    );
    // A neighbourhood that was split within Manchester is Manchester's once, for both of its parts.
    const split = await provision(524, "E01005062");
    expect(codes(split)).toEqual(["local-authority:MAN"]);
    expect(split[0]?.reason).toMatch(/; its ground is in .+ \(E01\d{6}\) and .+ \(E01\d{6}\) now\./);
    expect((await provision(524, "E09000001"))[0]?.reason).toMatch(
      /^City of London Corporation is the council of City of London,/,
    );
  });

  test("provision: services without stated tiers follow their powers and duties; nobody's are nobody's", async () => {
    // The service list never speaks of combined authorities: bus passes are theirs by the act, beside the councils that the list states.
    const { service } = await hub.ask("{ service(lgslId: 273) { responsibleTiers powersAndDuties { appliesTo } } }");
    expect(service.powersAndDuties[0].appliesTo).toContain("COMBINED_AUTHORITY");
    expect(service.responsibleTiers).not.toContain("COMBINED_AUTHORITY");
    for (const lgsl of [273, 493]) {
      const manchester = await provision(lgsl, "E08000003");
      expect(codes(manchester)).toEqual(["local-authority:MAN", "local-authority:GMCA"]);
      expect(manchester[0]?.reason).toMatch(/by the tiers that the service list states\.$/);
      expect(manchester[1]?.reason).toMatch(/by the powers and duties that the service rests on\.$/);
      expect(codes(await provision(lgsl, "E06000047"))).toEqual(["local-authority:DUR", "local-authority:NNECA"]);
    }
    // In Northern Ireland districts have no libraries, schools, housing or council tax; waste and planning are theirs, by duty.
    for (const lgsl of [437, 13, 112, 57, 531]) expect(await provision(lgsl, "N09000003")).toEqual([]);
    for (const lgsl of [524, 485]) {
      const [belfast] = await provision(lgsl, "N09000003");
      expect(belfast?.council.organisationCode).toBe("local-authority:BFS");
      expect(belfast?.reason).toMatch(/by the powers and duties that the service rests on\.$/);
    }
    // Fostering (159) has stated tiers; child protection (266) has none, and follows the Children Act.
    const [kent] = await provision(266, "E07000105");
    expect(kent?.council.organisationCode).toBe("local-authority:KEN");
    expect(kent?.reason).toMatch(/by the powers and duties that the service rests on\.$/);
    // Bus information is the combined authority's in Greater Manchester, whose districts have no such duty, and the county's in Kent.
    expect(codes(await provision(908, "E08000003"))).toEqual(["local-authority:GMCA"]);
    expect(codes(await provision(908, "E07000105"))).toEqual(["local-authority:KEN"]);
    expect(codes(await provision(908, "E47000001"))).toEqual(["local-authority:GMCA"]);
    const durham = await provision(908, "E06000047");
    expect(codes(durham)).toEqual(["local-authority:DUR", "local-authority:NNECA"]);
    // Asked of the combined authority's area, waste collection is its ten districts', each for its own part.
    const parts = table("area_memberships").filter((row) => row.parent === "E47000001" && row.end_date === "");
    const districts = new Set(parts.map((row) => row.child));
    expect(codes(await provision(524, "E47000001"))).toEqual(councils(["METROPOLITAN"], (area) => districts.has(area)));
    // Nobody says who registers barristers; no fire authority is in the store.
    expect(await provision(1185, "E07000105")).toEqual([]);
    expect(await provision(815, "E07000105")).toEqual([]);
  });

  test("a council's services: those of its tier, narrowed by function or number; none once it ended", async () => {
    const query = `query C($id: ID!, $functions: [ID!], $lgsl: [Int!]) { council(id: $id) { services(functions: $functions, lgsl: $lgsl) {
      service { lgslId } council { organisationCode } place { gssCode } } } }`;
    const ask = async (variables: Record<string, unknown>) =>
      (await hub.ask(query, variables)).council.services.map(
        (each: { service: { lgslId: number } }) => each.service.lgslId,
      );
    const list = standards("powers_and_duties");
    const tiersOf = (row: Row) => {
      const stated = words(row.tiers);
      const duties = list.filter((duty) => words(duty.services).includes(row.lgsl_id ?? ""));
      const given = duties.flatMap((duty) => words(duty.applies_to));
      const unspoken = ["NI_DISTRICT", "COMBINED_AUTHORITY", "STRATEGIC_AUTHORITY", "FIRE", "POLICE", "PARISH"];
      return stated.length > 0 ? [...stated, ...given.filter((tier) => unspoken.includes(tier))] : given;
    };
    const all = table("services").filter((row) => tiersOf(row).includes("DISTRICT"));
    expect(await ask({ id: "local-authority:ASF" })).toEqual(all.map((row) => Number(row.lgsl_id)));
    const libraries = numbers(
      table("service_function_links")
        .filter((row) => row.function === "76")
        .map((row) => row.service ?? "")
        .filter((lgsl) => tiersOf(table("services").find((row) => row.lgsl_id === lgsl) ?? {}).includes("COUNTY")),
    );
    expect(await ask({ id: "local-authority:KEN", functions: ["76"] })).toEqual(libraries);
    expect(libraries).toContain(437);
    expect(await ask({ id: "local-authority:ASF", lgsl: [524, 437] })).toEqual([524]);
    expect(await ask({ id: "local-authority:MEN" })).toEqual([]);
    for (const [id, tier] of [
      ["local-authority:BFS", "NI_DISTRICT"],
      ["local-authority:GMCA", "COMBINED_AUTHORITY"],
    ] as const) {
      const own = table("services").filter((row) => tiersOf(row).includes(tier));
      expect(await ask({ id })).toEqual(own.map((row) => Number(row.lgsl_id)));
    }
    for (const [variables, argument] of [
      [{ lgsl: [999_999] }, "lgsl"],
      [{ functions: ["437"] }, "functions"],
    ] as const) {
      const { body } = await hub.post(query, { id: "local-authority:ASF", ...variables });
      expect(body.errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", argument });
    }
  });

  test("needs, circumstances, life events and indicators know of each other at both ends", async () => {
    const { lifeEvents, needs } = await hub.ask(`{
      lifeEvents { id circumstances { id lifeEvents { id } needs { id circumstances { id } } } }
      needs { id label circumstances { id needs { id } } indicators { slug needs { id label } } } }`);
    type Id = { id: string };
    type Brought = Id & { lifeEvents: Id[]; needs: (Id & { circumstances: Id[] })[] };
    for (const event of lifeEvents)
      for (const circumstance of event.circumstances as Brought[]) {
        expect(circumstance.lifeEvents).toContainEqual({ id: event.id });
        for (const need of circumstance.needs) expect(need.circumstances).toContainEqual({ id: circumstance.id });
      }
    const list = standards("needs");
    let told = 0;
    for (const need of needs) {
      for (const circumstance of need.circumstances) expect(circumstance.needs).toContainEqual({ id: need.id });
      for (const indicator of need.indicators) {
        // An indicator tells of the needs that name it, and of no other.
        const named = list.filter((row) => words(row.indicators).includes(indicator.slug)).map((row) => row.label);
        expect(indicator.needs.map((each: { label: string }) => each.label).sort()).toEqual(named.sort());
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(0);
  });

  test("new nodes are found by their ids", async () => {
    const { powersAndDuties, needs, circumstances, lifeEvents } = await hub.ask(
      "{ powersAndDuties(first: 300) { id } needs { id } circumstances { id } lifeEvents { id } }",
    );
    const ids = [powersAndDuties[0], needs[0], circumstances[0], lifeEvents[0]].map(({ id }: { id: string }) => id);
    const { nodes } = await hub.ask("query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids });
    expect(nodes.map((node: { __typename: string }) => node.__typename)).toEqual([
      "PowerOrDuty",
      "Need",
      "Circumstance",
      "LifeEvent",
    ]);
  });

  test("interactions of every provision of an operation come by one statement", async () => {
    const own = await ownStarter(store.kind, []);
    if (own === undefined) throw new Error("This run has no such store.");
    let asking: Asking | undefined;
    try {
      const idOf = async (sql: string): Promise<number> => Number((await own.store.db.query(sql))[0]?.id);
      const library = await idOf("SELECT id FROM service WHERE lgsl_id = 437");
      const waste = await idOf("SELECT id FROM service WHERE lgsl_id = 524");
      const kent = await idOf("SELECT id FROM council WHERE code = 'local-authority:KEN'");
      const ashford = await idOf("SELECT id FROM council WHERE code = 'local-authority:ASF'");
      await own.store.db.query(`INSERT INTO interaction (council_id, service_id, lgil_id, url, status, last_checked) VALUES
        (${kent}, ${library}, 8, 'https://kent.example/libraries', 'ok', '2026-08-01 10:00:00.000'),
        (${kent}, ${library}, 0, 'https://kent.example/join', NULL, NULL),
        (${ashford}, ${waste}, 77, 'https://ashford.example/bins', NULL, NULL)`);
      asking = await startAskingOver(own.store, { OUTTURN_RESPONSE_CACHE_MB: "0" });
      const query = `{ council(id: "local-authority:KEN") { services(lgsl: [437, 31, 1, 2, 3]) { service { lgslId } interactions { lgilId } } }
        library: service(lgslId: 437) { provision(area: "E07000105") { interactions { lgilId label url status lastChecked } } }
        waste: service(lgslId: 524) { provision(area: "E10000016") { council { name } interactions { lgilId label } } } }`;
      await asking.ask("{ services { totalCount } }");
      const seen: string[] = [];
      const logger = {
        logQuery: (sql: string) => void seen.push(sql),
        logQueryError: () => {},
        logQuerySlow: () => {},
        logSchemaBuild: () => {},
        logMigration: () => {},
        log: () => {},
      };
      own.store.db.setOptions({ logging: ["query"], logger });
      const answer = await asking.ask(query);
      expect(seen.filter((sql) => /FROM interaction\b/.test(sql))).toHaveLength(1);
      expect(answer.library.provision).toEqual([
        {
          interactions: [
            {
              lgilId: 0,
              label: "Applications for service",
              url: "https://kent.example/join",
              status: null,
              lastChecked: null,
            },
            {
              lgilId: 8,
              label: "Providing information",
              url: "https://kent.example/libraries",
              status: "ok",
              lastChecked: "2026-08-01T10:00:00.000Z",
            },
          ],
        },
      ]);
      const bins = answer.waste.provision.filter((each: { interactions: unknown[] }) => each.interactions.length > 0);
      expect(bins).toEqual([
        { council: { name: "Ashford Borough Council" }, interactions: [{ lgilId: 77, label: "Interaction 77" }] },
      ]);
    } finally {
      await asking?.close();
      await own.drop();
    }
  });
});
