import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** `/schema.graphql`: the schema as text, for code generators and for clients that cannot introspect. Answers 304 by its ETag. */
export function sdlRoute(app: FastifyInstance, sdl: string): void {
  const bytes = Buffer.from(sdl);
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  app.get("/schema.graphql", (request, reply) => {
    reply.headers({ etag, "cache-control": "no-cache", "content-type": "text/plain; charset=utf-8" });
    const held = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    return held.includes(etag) || held.includes("*") ? reply.code(304).send() : reply.send(bytes);
  });
}
