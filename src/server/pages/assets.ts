/** The built files (scripts, styles, workers), read once at start into memory with their compressed copies: about 12 MB. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

const MANIFEST = z.object({
  script: z.string(),
  style: z.string(),
  site: z.string(),
  parts: z.array(z.string()),
  workers: z.object({ editor: z.string(), json: z.string(), graphql: z.string() }),
});

/** Which file plays which part in the pages. */
export type Manifest = z.infer<typeof MANIFEST>;

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

export interface Assets {
  /** Undefined where the build has not run. */
  readonly manifest: Manifest | undefined;
  readonly files: ReadonlyMap<string, Asset>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ttf": "font/ttf",
};

/** Reads the folder that scripts/build-playground.mjs wrote. A missing folder is no error: pages then say that the build has not run. */
export function readAssets(folder: string): Assets {
  const files = new Map<string, Asset>();
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) return { manifest: undefined, files };
  const optional = (path: string): Buffer | undefined => (existsSync(path) ? readFileSync(path) : undefined);
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = join(folder, name);
    files.set(name, { type, plain: readFileSync(path), br: optional(`${path}.br`), gzip: optional(`${path}.gz`) });
  }
  return { manifest: MANIFEST.parse(JSON.parse(readFileSync(manifestFile, "utf8"))), files };
}

/** The best encoding that a client takes: RFC 9110 12.5.3, where `;q=0` forbids one. A wildcard is not taken up: it is rare and plain is right. */
export function acceptedEncoding(header: string | undefined): "br" | "gzip" | undefined {
  const taken = new Set<string>();
  for (const part of (header ?? "").toLowerCase().split(",")) {
    const [name, ...parameters] = part.split(";").map((piece) => piece.trim());
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    if (name !== undefined && !refused) taken.add(name);
  }
  if (taken.has("br")) return "br";
  return taken.has("gzip") ? "gzip" : undefined;
}

/** Answers one file, in the smallest form that the client takes. Names change with contents, so a client may keep them for a year. */
export function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const encoding = acceptedEncoding(request.headers["accept-encoding"]);
  const small = encoding === undefined ? undefined : asset[encoding];
  if (encoding !== undefined && small !== undefined) reply.header("content-encoding", encoding);
  return reply
    .type(asset.type)
    .header("vary", "accept-encoding")
    .header("cache-control", "public, max-age=31536000, immutable")
    .header("x-content-type-options", "nosniff")
    .send(small ?? asset.plain);
}
