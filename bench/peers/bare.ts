/**
 * The floor: node:http, the store's own driver, one statement, JSON.stringify. It knows one query only, checks nothing and speaks
 * no GraphQL; what it costs is what nobody can save.
 */
import { createServer, type IncomingMessage } from "node:http";
import { type BareTables, figuresStatement, readBareTables } from "./bare-tables";
import { openBenchStore, PORT } from "./environment";

interface Body {
  readonly variables?: { readonly codes: readonly string[]; readonly ind: readonly string[] };
}

interface Row {
  readonly indicator_id: number;
  readonly area_id: number;
  readonly period_id: number;
  readonly value: number | null;
}

async function main(): Promise<void> {
  const store = await openBenchStore();
  const tables = await readBareTables(store);
  const server = createServer((request, response) => {
    void read(request)
      .then((body) =>
        body.variables === undefined
          ? { data: { __typename: "Query" } }
          : answer(body.variables.codes, body.variables.ind),
      )
      .then((reply) => {
        const text = Buffer.from(JSON.stringify(reply));
        response
          .writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": text.length })
          .end(text);
      })
      .catch((error: Error) => response.writeHead(500).end(error.message));
  });
  server.listen(PORT, "127.0.0.1");

  function endOf(row: Row): string {
    return tables.periods.get(row.period_id)?.end ?? "";
  }

  async function answer(codes: readonly string[], slugs: readonly string[]): Promise<unknown> {
    const areas = codes.map((code) => tables.areas.get(code) as { id: number; code: string; name: string });
    const indicators = slugs.map(
      (slug) => tables.indicators.get(slug) as NonNullable<ReturnType<BareTables["indicators"]["get"]>>,
    );
    const ids = [...indicators.map((indicator) => indicator.id), ...areas.map((area) => area.id)];
    const rows = await store.db.query<Row[]>(figuresStatement(store.dialect, indicators.length, areas.length), ids);
    const byKey = new Map<number, Row>();
    for (const row of rows) {
      const key = row.area_id * 65536 + row.indicator_id;
      const other = byKey.get(key);
      if (other === undefined || endOf(row) > endOf(other)) byKey.set(key, row);
    }
    const nodes = areas.map((area) => ({
      gssCode: area.code,
      name: area.name,
      observations: {
        nodes: indicators.map((indicator) => {
          const row = byKey.get(area.id * 65536 + indicator.id) as Row;
          return {
            value: row.value,
            period: { label: tables.periods.get(row.period_id)?.label },
            indicator: indicator.answer,
          };
        }),
      },
    }));
    return { data: { areas: { nodes } } };
  }
}

function read(request: IncomingMessage): Promise<Body> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")) as Body));
    request.on("error", reject);
  });
}

void main();
