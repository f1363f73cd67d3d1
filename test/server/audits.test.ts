/** GraphQL over HTTP: the audits of graphql-http. A stock Apollo Server has 55 right, 3 warnings, 3 notices and no error. */
import { type AuditResult, serverAudits } from "graphql-http";
import { type Started, start } from "./support/start";

describe.each(["jit", "graphql-js"] as const)("GraphQL over HTTP, %s", (executor) => {
  let hub: Started;
  beforeAll(async () => {
    hub = await start({ config: { executor } });
  });
  afterAll(() => hub.app.close());

  test("no audit is worse than on a stock Apollo Server", async () => {
    const audits = serverAudits({ url: `${hub.url}/graphql`, fetchFn: fetch });
    const results: AuditResult[] = await Promise.all(audits.map((audit) => audit.fn()));
    const count = (status: AuditResult["status"]) => results.filter((result) => result.status === status).length;
    const failed = results.filter((result) => result.status === "error").map((result) => result.name);
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
    expect(count("warn")).toBeLessThanOrEqual(3);
    expect(count("notice")).toBeLessThanOrEqual(3);
    expect(count("ok")).toBeGreaterThanOrEqual(55);
  });
});
