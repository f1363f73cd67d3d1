import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, UpstreamRequest } from "../../src/datasources/core/plan";
import { type Observed, SourceFault, type SourceFaultCode } from "../../src/datasources/core/source";
import type { SeenRequest, StandIn } from "./publisher-server";
import { runPlan, type Said } from "./run-plan";

/** A body that a publisher sent, or that we wrote in its shape. */
export interface Body {
  readonly file: string;
  readonly text: string;
  readonly status: number;
  readonly contentType: string;
  /** What it shows, or the request that it answered. */
  readonly shows: string;
  /** `own`, `recorded`, `recorded-trimmed`, `docs-example`, `golden`, `spec-sample` … */
  readonly kind: string;
}

/** Our own bodies of one source, each with what it shows. */
export function specimens(id: string): readonly Body[] {
  return read(join(__dirname, "../specimens", id));
}

/** Bodies that others recorded of a service; undefined, with the reason printed, where this machine has none. */
export function recorded(service: string): readonly Body[] | undefined {
  const shared = process.env.OUTTURN_SHARED ?? join(__dirname, "../../../shared");
  const folder = join(shared, "recorded", service);
  if (existsSync(join(folder, "index.json"))) return read(folder);
  console.warn(`The recorded bodies of ${service} are not on this machine (OUTTURN_SHARED): their tests are skipped.`);
  return undefined;
}

function read(folder: string): readonly Body[] {
  const index: Record<string, unknown>[] = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  const bodies = index.map((entry) => ({
    file: String(entry.file),
    text: readFileSync(join(folder, String(entry.file)), "utf8"),
    status: Number(entry.status),
    contentType: String(entry.contentType ?? entry.content_type ?? "")
      .split(";")[0]
      ?.trim() as string,
    shows: String(entry.shows ?? entry.url ?? ""),
    kind: String(entry.kind),
  }));
  const listed = new Set(bodies.map((body) => body.file));
  const stray = readdirSync(folder).filter((file) => file !== "index.json" && !listed.has(file));
  if (stray.length > 0) throw new Error(`No entry in ${folder}/index.json for ${stray.join(", ")}.`);
  return bodies;
}

/** The body of this name. */
export function bodyNamed(bodies: readonly Body[], file: string): Body {
  const found = bodies.find((body) => body.file === file);
  if (found === undefined) throw new Error(`There is no body ${file}.`);
  return found;
}

/** A publisher that says this to everything. */
export function saying({ text, status, contentType }: Body): () => Said {
  return () => ({ body: text, status, contentType });
}

/** Answers the requests of a plan from a stand-in, without a network: what the engine would send is what it sees. */
export function fromStandIn(standIn: StandIn): (request: UpstreamRequest) => Said {
  return (request) => {
    const answer = standIn(seen(request));
    if (answer instanceof Promise) throw new Error("A stand-in that waits needs a server.");
    return {
      status: answer.status ?? 200,
      contentType: (
        answer.headers?.["content-type"] ?? (typeof answer.body === "string" ? "text/plain" : "application/json")
      )
        .split(";")[0]
        ?.trim() as string,
      body: answer.body,
    };
  };
}

function seen(request: UpstreamRequest): SeenRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, String(each));
  }
  const form = request.form === undefined ? "" : new URLSearchParams({ ...request.form }).toString();
  return {
    method: request.method ?? "GET",
    path: request.path,
    query,
    headers: { accept: request.accept },
    body: request.json === undefined ? form : JSON.stringify(request.json),
    at: 0,
  };
}

/** What a plan of figures came to: its cells, and the code of every fault, thrown or reported. */
export function outcome(
  plan: Plan<Observed>,
  say: (request: UpstreamRequest) => Said,
): { readonly cells: Observed["cells"]; readonly faults: readonly SourceFaultCode[] } {
  try {
    const { result } = runPlan(plan, say);
    return { cells: result.cells, faults: (result.failed ?? []).map(({ fault }) => fault.code) };
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { cells: [], faults: [error.code] };
  }
}
