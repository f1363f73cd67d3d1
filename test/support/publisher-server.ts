import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a stand-in sees it. */
export interface SeenRequest {
  readonly method: string;
  /** Path below the stand-in's own address, without a slash at its start. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StandInAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | object;
}

/** The wire behaviour of one publisher's service: its true paths, row caps, error bodies and refusals, over figures. */
export type StandIn = (request: SeenRequest) => StandInAnswer | Promise<StandInAnswer>;

/** Takes over instead of the stand-in: writes to the socket what a faulty publisher would. False lets the stand-in answer. */
export type Fault = (
  request: IncomingMessage,
  response: ServerResponse,
  seen: SeenRequest,
) => boolean | Promise<boolean>;

export interface Publisher {
  /** With a slash at its end: what `OUTTURN_<ID>_URL` is set to. */
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly SeenRequest[];
  /** Forgets the requests so far. */
  forget(): void;
  /** Misbehaves from now on; undefined behaves again. */
  misbehave(fault: Fault | undefined): void;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of this machine that behaves as `standIn` says. */
export async function startPublisher(standIn: StandIn): Promise<Publisher> {
  let requests: SeenRequest[] = [];
  let fault: Fault | undefined;
  const server = createServer(async (request, response) => {
    try {
      const seen = await read(request);
      requests.push(seen);
      if (fault !== undefined && (await fault(request, response, seen))) return;
      const { status = 200, headers = {}, body } = await standIn(seen);
      const json = typeof body !== "string";
      response.writeHead(status, {
        "content-type": json ? "application/json" : "text/plain; charset=utf-8",
        ...headers,
      });
      response.end(json ? JSON.stringify(body) : body);
    } catch (error) {
      response.writeHead(500, { "content-type": "text/plain" }).end(`The stand-in failed: ${(error as Error).message}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get requests() {
      return requests;
    },
    forget: () => {
      requests = [];
    },
    misbehave: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const url = new URL(request.url ?? "/", "http://stand-in");
  return {
    method: request.method ?? "GET",
    path: decodeURIComponent(url.pathname.slice(1)),
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(parts).toString("utf8"),
    at: Date.now(),
  };
}
