import type { FastifyInstance } from "fastify";

const PRE_FLIGHT_SECONDS = "86400";
const OWN_ID = /^[\w.-]{1,64}$/;

/** The id of a request: the one that a proxy in front gave it, where that looks like an id; else undefined. */
export function givenRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && OWN_ID.test(header) ? header : undefined;
}

/**
 * Headers of every answer, and the answer to browsers' questions before a call from another site. Any site may read: the figures are
 * public, and no cookie or login is ever looked at (`*`, without credentials). Pages may set a narrower content policy of their own.
 */
export function commonHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "x-request-id": request.id,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "x-request-id, etag",
    });
    if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return;
    const asked = request.headers["access-control-request-headers"];
    return reply
      .code(204)
      .headers({
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": asked !== undefined && /^[\w\-, ]{1,500}$/.test(asked) ? asked : "content-type",
        "access-control-max-age": PRE_FLIGHT_SECONDS,
        vary: "access-control-request-headers",
      })
      .send();
  });
}
