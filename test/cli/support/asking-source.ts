import { asList, asObject, asText, json } from "../../../src/datasources/core/decode";
import { fetchOne, lookup } from "../../../src/datasources/core/plan";
import type { NationalSource } from "../../../src/datasources/core/source";
import { invented, inventedSource } from "../../ingest/support/invented-source";
import type { StandIn } from "../../support/publisher-server";

/** An invented source that asks a service: a page of its catalogue at `catalogue?page=1`, figures at `figures?areas=…`. */
export function askingSource(id: string, more: Partial<NationalSource> = {}): NationalSource {
  return inventedSource({
    id,
    wellKnown: [invented("KNOWN")],
    sample: {
      indicator: "KNOWN",
      areas: [{ code: "E08000009", kind: "MD", name: "Trafford" }],
      period: { latest: 1 },
      atLeast: 1,
    },
    *catalogue(cursor) {
      const query = { page: cursor ?? "1" };
      const body = asObject(
        json(yield* fetchOne({ path: "catalogue", query, accept: "application/json" })),
        "catalogue",
      );
      const next = body.next === undefined ? {} : { next: asText(body.next, "next") };
      return { indicators: asList(body.ids, "ids").map((each) => invented(asText(each, "id"))), total: 5, ...next };
    },
    *observe(wants) {
      const codes = yield* lookup("codes", 1000, function* () {
        return json(yield* fetchOne({ path: "codes", accept: "application/json" }));
      });
      const areas = wants.flatMap((want) => want.areas.map((area) => area.code));
      const query = { areas, of: asList(codes, "codes").length };
      const answer = yield* fetchOne({ path: "figures", query, accept: "application/json" });
      const cells = asList(json(answer), "figures").map((each) => {
        const row = asObject(each, "figure");
        const value = typeof row.value === "number" ? row.value : null;
        const missing = value === null ? { missing: "CONFIDENTIAL" as const } : {};
        return { indicator: "KNOWN", area: asText(row.area, "area"), period: "2025-01-01/P1Y", value, ...missing };
      });
      return { cells };
    },
    ...more,
  });
}

/** What the service says when it is well. */
export const working: StandIn = ({ path, query }) => {
  if (path === "catalogue")
    return query.get("page") === "1"
      ? { body: { ids: ["A", "B"], next: "2" } }
      : { body: { ids: ["C", "no space", "E"] } };
  if (path === "codes") return { body: ["E08000009"] };
  if (path === "figures") return { body: query.getAll("areas").map((area) => ({ area, value: 12.5 })) };
  return { status: 404, body: "not found" };
};
