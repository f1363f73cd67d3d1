/** What a person sees: the front page, the playground, their files, and pages for what went wrong. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readAssets, sendAsset } from "./assets";
import type { PagesDeps } from "./deps";
import { frontPage } from "./front";
import { PLAIN_CSP, PLAYGROUND_CSP, pageHeaders } from "./headers";
import { playgroundPage } from "./playground";
import { faultPage, notBuiltPage, notFoundPage } from "./problem";
import { placeSite, type Site } from "./site";

export type { ChartData, ChartPoint, Contents, PagesDeps } from "./deps";
export { EXAMPLES, type Example } from "./examples";

function answersPeople(request: FastifyRequest): boolean {
  return (request.headers.accept ?? "").includes("text/html");
}

function send(reply: FastifyReply, status: number, page: string, csp: string = PLAIN_CSP): FastifyReply {
  return reply.code(status).headers(pageHeaders(csp)).send(page);
}

function notFound(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?", 1)[0] ?? "/";
  if (answersPeople(request)) return send(reply, 404, notFoundPage(site, path));
  const message = `There is nothing at this address. Post queries to ${site.endpoint}.`;
  return reply
    .code(404)
    .header("content-type", "application/json; charset=utf-8")
    .send({ errors: [{ message }] });
}

/**
 * Adds `/`, `/playground`, `/assets/*`, `/README.md` (where handed in) and the answer to addresses that lead nowhere. Faults in
 * these routes are logged and answered by a page with the request's id; other routes keep their own error handler. Reads the
 * built files once. Throws when `publicUrl` is no absolute address or the built manifest is unreadable.
 */
export async function registerPages(app: FastifyInstance, deps: PagesDeps): Promise<void> {
  const assets = readAssets(deps.playgroundDir);
  const site = placeSite(deps.publicUrl, assets.manifest, deps.readme);
  if (assets.manifest === undefined) app.log.warn("The playground is not built: run `npm run build`.");
  app.setNotFoundHandler((request, reply) => notFound(site, request, reply));

  await app.register(async (pages) => {
    pages.setErrorHandler((error, request, reply) => {
      request.log.error({ err: error }, "a page failed");
      return send(reply, 500, faultPage(site, request.id));
    });
    pages.get("/", async (request, reply) => {
      // A page without its chart still serves; one without its counts would say nothing true.
      const drawn = deps.chart().catch((error: unknown) => {
        request.log.error({ err: error }, "the front page goes without its chart");
        return undefined;
      });
      const [contents, chart] = await Promise.all([deps.contents(), drawn]);
      return send(reply, 200, frontPage(site, contents, chart));
    });
    pages.get("/playground", (_request, reply) =>
      site.manifest === undefined
        ? send(reply, 503, notBuiltPage(site))
        : send(reply, 200, playgroundPage(site, site.manifest), PLAYGROUND_CSP),
    );
    pages.get<{ Params: { name: string } }>("/assets/:name", (request, reply) => {
      const asset = assets.files.get(request.params.name);
      return asset === undefined ? notFound(site, request, reply) : sendAsset(asset, request, reply);
    });
    const { readme } = deps;
    if (readme !== undefined)
      pages.get("/README.md", (_request, reply) => reply.type("text/plain; charset=utf-8").send(readme));
  });
}
