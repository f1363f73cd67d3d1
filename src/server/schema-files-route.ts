import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** JSON schemas of the files that people write for the hub, by name: `/schemas/<name>.json`. Answers 304 by the ETag. */
export function schemaFilesRoute(app: FastifyInstance, schemas: Readonly<Record<string, unknown>>): void {
  for (const [name, schema] of Object.entries(schemas)) {
    const bytes = Buffer.from(`${JSON.stringify(schema, null, 2)}\n`);
    const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    app.get(`/schemas/${name}.json`, (request, reply) => {
      reply.headers({ etag, "cache-control": "public, max-age=3600", "content-type": "application/schema+json" });
      const held = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
      return held.includes(etag) || held.includes("*") ? reply.code(304).send() : reply.send(bytes);
    });
  }
}
