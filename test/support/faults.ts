import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { SourceFaultCode } from "../../src/datasources/core/source";
import type { Fault } from "./publisher-server";

/** One way in which a publisher can fail. */
export interface FaultCase {
  readonly name: string;
  /** Makes the fault, with nothing remembered from before. Absent where the fault is in the address. */
  readonly make?: () => Fault;
  /** An address that fails by itself, in place of the stand-in's. */
  readonly address?: string;
  /** What the engine says of it. */
  readonly codes: readonly SourceFaultCode[];
  /** With so many further tries the engine gets its answer all the same; it never does where absent. */
  readonly ridesOutWith?: number;
}

const HTML = "<!doctype html><html><body><h1>Service unavailable</h1></body></html>";

/**
 * The faults that a hub must survive. Each is bounded in time and memory, none is kept, and where there was a good copy it is served.
 * Those that change a right answer on its way need no knowledge of the publisher: all work with every stand-in.
 */
export const FAULTS: readonly FaultCase[] = [
  { name: "never answers", make: () => () => true, codes: ["TIMEOUT"] },
  { name: "one byte a second", make: () => slowly, codes: ["TIMEOUT"] },
  {
    name: "body cut short",
    make: () => (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
      response.write('{"cells":[');
      setTimeout(() => response.destroy(), 20);
      return true;
    },
    codes: ["UNAVAILABLE"],
  },
  {
    name: "429 with Retry-After 1, once",
    make: () => first(1, status(429, { "retry-after": "1" })),
    codes: ["RATE_LIMITED"],
    ridesOutWith: 1,
  },
  { name: "429 with Retry-After 3600", make: () => status(429, { "retry-after": "3600" }), codes: ["RATE_LIMITED"] },
  {
    name: "503 with Retry-After as a date, once",
    make: () =>
      first(1, (request, response, seen) =>
        status(503, { "retry-after": new Date(Date.now() + 1000).toUTCString() })(request, response, seen),
      ),
    codes: ["RATE_LIMITED", "UNAVAILABLE"],
    ridesOutWith: 1,
  },
  // The contract tries again only for 429, 502, 503 and 504: a 500 is most often an answer to the question.
  { name: "500 once", make: () => first(1, status(500)), codes: ["UNAVAILABLE"] },
  { name: "connection reset, once", make: () => first(1, reset), codes: ["UNAVAILABLE"], ridesOutWith: 1 },
  { name: "two of three fail", make: () => first(2, status(502)), codes: ["UNAVAILABLE"], ridesOutWith: 2 },
  { name: "a page of HTML with 200", make: () => says(HTML, "text/html; charset=utf-8"), codes: ["BAD_SHAPE"] },
  { name: "{error} with 200", make: () => says('{"error":"Query is incomplete"}'), codes: ["BAD_SHAPE"] },
  { name: "nothing with 200", make: () => says(""), codes: ["BAD_SHAPE"] },
  {
    name: "gzip bomb of 300 MB",
    make: () => says(bomb(), "application/json", { "content-encoding": "gzip" }),
    codes: ["TOO_LARGE"],
  },
  { name: "a body without end", make: () => endless, codes: ["TOO_LARGE"] },
  {
    name: "redirect to another host",
    make: () => status(302, { location: "http://192.0.2.1/elsewhere" }),
    codes: ["FORBIDDEN"],
  },
  { name: "connection refused", address: "http://127.0.0.1:1/", codes: ["UNAVAILABLE"] },
  { name: "name not found", address: "http://no-such-publisher.invalid/", codes: ["UNAVAILABLE"] },
  { name: "a header of 100 KB", make: () => status(200, { "x-padding": "x".repeat(100_000) }), codes: ["TOO_LARGE"] },
  {
    name: "NaN for a figure",
    make: () => says('{"cells":[{"indicator":"jobs","area":"E06000001","value":NaN}]}'),
    codes: ["BAD_SHAPE"],
  },
  { name: "__proto__ for a key", make: () => says('{"__proto__":{"cells":[],"polluted":true}}'), codes: ["BAD_SHAPE"] },
  { name: "XML said to be JSON", make: () => says('<?xml version="1.0"?><error/>'), codes: ["BAD_SHAPE"] },
  {
    name: "bytes that are not UTF-8",
    make: () => changed((body) => Buffer.concat([body, Buffer.from([0x22, 0xff, 0xfe])])),
    codes: ["BAD_SHAPE"],
  },
  {
    name: "a byte order mark",
    make: () => changed((body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
    codes: [],
    ridesOutWith: 0,
  },
  {
    name: "UTF-16",
    make: () => changed((body) => Buffer.from(`\uFEFF${body.toString("utf8")}`, "utf16le")),
    codes: ["BAD_SHAPE"],
  },
  {
    name: "truncated gzip",
    make: () => changed((body) => gzipSync(body).subarray(0, -12), { "content-encoding": "gzip" }),
    codes: ["BAD_SHAPE"],
  },
  {
    name: "two lengths",
    make: () => raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 12\r\n\r\n{}0123456789"),
    codes: ["BAD_SHAPE"],
  },
  {
    name: "HTTP/1.0, closed in the middle",
    make: () => raw('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"cells":['),
    codes: ["BAD_SHAPE"],
  },
];

/** The first so many requests fail; then the stand-in answers. */
export function first(times: number, fault: Fault): Fault {
  let left = times;
  return (request, response, seen) => {
    left -= 1;
    return left >= 0 ? fault(request, response, seen) : false;
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) => {
    response.writeHead(code, { "content-type": "text/plain", ...headers }).end("no");
    return true;
  };
}

export function says(
  body: string | Buffer,
  contentType = "application/json",
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return (_request, response) => {
    response.writeHead(200, { "content-type": contentType, ...headers }).end(body);
    return true;
  };
}

/** The stand-in answers, and its body is changed on the way. */
export function changed(change: (body: Buffer) => Buffer, headers: Readonly<Record<string, string>> = {}): Fault {
  return (_request, response) => {
    const end = response.end.bind(response) as (body: Buffer) => ServerResponse;
    const writeHead = response.writeHead.bind(response);
    response.writeHead = ((code: number, own: Record<string, string>) =>
      writeHead(code, { ...own, ...headers })) as typeof response.writeHead;
    response.end = ((body: string) => end(change(Buffer.from(body, "utf8")))) as typeof response.end;
    return false;
  };
}

/** Bytes straight onto the socket, which is then closed. */
export function raw(bytes: string): Fault {
  return (request) => {
    request.socket.end(bytes);
    return true;
  };
}

function reset(request: IncomingMessage): boolean {
  request.socket.resetAndDestroy();
  return true;
}

function slowly(_request: IncomingMessage, response: ServerResponse): boolean {
  response.writeHead(200, { "content-type": "application/json" });
  response.write("{");
  const timer = setInterval(() => response.write(" "), 1000);
  response.on("close", () => clearInterval(timer));
  return true;
}

function endless(_request: IncomingMessage, response: ServerResponse): boolean {
  response.writeHead(200, { "content-type": "application/json" });
  const part = "x".repeat(65_536);
  const more = () => {
    while (!response.destroyed && response.write(part));
  };
  response.on("drain", more).on("error", () => undefined);
  more();
  return true;
}

let packed: Buffer | undefined;

/** 300 MB of noughts as 300 members of gzip, one after the other: 300 kB. Made without ever holding the 300 MB. */
function bomb(): Buffer {
  packed ??= Buffer.concat(Array<Buffer>(300).fill(gzipSync(Buffer.alloc(1_000_000))));
  return packed;
}
