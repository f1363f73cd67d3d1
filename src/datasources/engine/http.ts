import { Agent, type Dispatcher, request } from "undici";
import { isForbiddenHost, PRIVATE_ADDRESS, publicOnly } from "./address-guard";
import { readText } from "./body";
import type { Clock } from "./clock";
import { WireFault } from "./wire-fault";
import { duration } from "./words";

export interface HttpCall {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds from now to the last byte read. */
  readonly timeoutMs: number;
  /** Bytes of the body, unpacked. */
  readonly maxBytes: number;
  /** The operator named this address: it may be a private one. */
  readonly mayBePrivate: boolean;
  /** Statuses whose body is read though they are 400 or above. */
  readonly handles: readonly number[];
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the status says that there is nothing to read. */
  readonly text: string | undefined;
}

/** Bytes of all headers of one answer. The largest seen from a publisher is under 3 kB. */
const HEADER_BYTES = 32 * 1024;

/**
 * The only place that talks to publishers. No redirect is followed, whatever it leads to; an answer is bounded in time, header and
 * body; and a private address is refused when the URL is parsed and again when its name has been looked up.
 */
export class HttpClient {
  readonly #clock: Clock;
  readonly #guarded: Agent;
  readonly #open: Agent;

  constructor(clock: Clock) {
    this.#clock = clock;
    // Undici's own time limits are between bytes: one byte a second passes them. The deadline below is for the whole.
    const options = { maxHeaderSize: HEADER_BYTES, headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000 };
    this.#guarded = new Agent({ ...options, connect: { lookup: publicOnly, timeout: 0 } });
    this.#open = new Agent({ ...options, connect: { timeout: 0 } });
  }

  /** Sends one request, once. Rejects with WireFault. */
  async send(call: HttpCall): Promise<HttpReply> {
    if (!call.mayBePrivate && isForbiddenHost(call.url)) throw isPrivate();
    const aborter = new AbortController();
    // A held timer, not AbortSignal.any over AbortSignal.timeout: on Node 20 that never fires once its signal has been collected.
    const cancel = this.#clock.after(call.timeoutMs, () => aborter.abort());
    try {
      return await this.#exchange(call, aborter.signal);
    } catch (error) {
      if (error instanceof WireFault) throw error;
      if (aborter.signal.aborted) throw new WireFault("TIMEOUT", `did not answer within ${duration(call.timeoutMs)}`);
      throw asWireFault(error);
    } finally {
      cancel();
      aborter.abort();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#open.destroy()]);
  }

  async #exchange(call: HttpCall, signal: AbortSignal): Promise<HttpReply> {
    const answer = await request(call.url, {
      dispatcher: call.mayBePrivate ? this.#open : this.#guarded,
      method: call.method,
      headers: { ...call.headers, "accept-encoding": "gzip, deflate, br" },
      ...(call.body === undefined ? {} : { body: call.body }),
      signal,
    });
    const headers = plainHeaders(answer);
    const status = answer.statusCode;
    if (status >= 300 && !call.handles.includes(status)) {
      // Nothing of it is read: an error page may be as endless as any other body.
      answer.body.on("error", () => undefined).destroy();
      return { status, headers, text: undefined };
    }
    const text = await readText(answer.body, headers["content-encoding"] ?? "", call.maxBytes);
    return { status, headers, text };
  }
}

function plainHeaders(answer: Dispatcher.ResponseData): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

function asWireFault(error: unknown): WireFault {
  const code = codeOf(error);
  if (code === PRIVATE_ADDRESS) return isPrivate();
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") {
    return new WireFault("TOO_LARGE", "answered with headers that are too large");
  }
  if (code.startsWith("HPE_") || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return new WireFault("BAD_SHAPE", "answered in a way that is not HTTP");
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new WireFault("UNAVAILABLE", "could not be found by its name", true);
  }
  if (code === "ECONNREFUSED") return new WireFault("UNAVAILABLE", "refused the connection", true);
  if (/CERT|TLS|SSL/.test(code)) return new WireFault("FORBIDDEN", "could not prove who it is");
  return new WireFault("UNAVAILABLE", "broke the connection", true);
}

/** The first code in an error, its causes and the errors that it gathers. */
function codeOf(error: unknown): string {
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown[] };
  if (typeof code === "string") return code;
  const inner = cause ?? errors?.[0];
  return inner === undefined ? "" : codeOf(inner);
}

function isPrivate(): WireFault {
  return new WireFault("FORBIDDEN", "has an address that is not on the open internet, and was not asked");
}
