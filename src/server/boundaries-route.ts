import type { FastifyInstance } from "fastify";

/** What the route asks for, and what it may be answered with: see src/datasources/local/boundary-levels.ts. */
export type LevelSource = (request: {
  readonly level: string;
  readonly format: "topojson" | "geojson";
  readonly on?: string | undefined;
  readonly detail?: string | undefined;
}) => Promise<
  { readonly body: string; readonly etag: string } | { readonly status: 400 | 404; readonly message: string }
>;

const TYPES = { topojson: "application/json; charset=utf-8", geojson: "application/geo+json; charset=utf-8" } as const;

/**
 * `/boundaries/<level>.topojson` and `.geojson`, with `?on=` and `?detail=`: a whole level for a map. Open to every origin, as the graph is;
 * answers 304 by its ETag. What is wrong is said in the form of a GraphQL error.
 */
export function boundariesRoute(app: FastifyInstance, source: LevelSource): void {
  app.get<{ Params: { file: string }; Querystring: Record<string, unknown> }>(
    "/boundaries/:file",
    async (request, reply) => {
      const [, level = "", format] = /^([a-z0-9_]+)\.(topojson|geojson)$/.exec(request.params.file.toLowerCase()) ?? [];
      if (format !== "topojson" && format !== "geojson")
        return reply
          .code(404)
          .send({ errors: [{ message: "Ask for a level as /boundaries/ltla.topojson or .geojson." }] });
      const wrong = misread(request.query);
      if (wrong !== undefined) return reply.code(400).send({ errors: [{ message: wrong }] });
      const { on, detail } = request.query;
      const found = await source({ level, format, on: one(on), detail: one(detail)?.toUpperCase() });
      if ("message" in found) return reply.code(found.status).send({ errors: [{ message: found.message }] });
      reply.headers({ etag: found.etag, "cache-control": "public, max-age=300", "content-type": TYPES[format] });
      const held = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
      return held.includes(found.etag) || held.includes("*") ? reply.code(304).send() : reply.send(found.body);
    },
  );
}

/** What is wrong with the parameters' names, or with how often they are given; nothing is answered as something else. */
function misread(query: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(query)) {
    if (name !== "on" && name !== "detail") return `The parameter \`${name}\` is not known: \`on\` and \`detail\` are.`;
    if (Array.isArray(value)) return `The parameter \`${name}\` is given ${value.length} times; give it once.`;
  }
  return undefined;
}

function one(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
