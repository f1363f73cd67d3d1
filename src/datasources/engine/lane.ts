import type { Answer, Result, UpstreamRequest } from "../core/plan";
import { type NationalSource, SourceFault } from "../core/source";
import type { Clock } from "./clock";
import { type Gate, HALF_OPEN_MS, type Passed } from "./gate";
import type { HealthBook } from "./health";
import type { HttpClient, HttpReply } from "./http";
import type { EngineLog } from "./log";
import type { Bucket } from "./rate-limit";
import { requestUrl } from "./request-url";
import { retryAfter } from "./retry-after";
import type { Patience, Spending } from "./spending";
import { WireFault } from "./wire-fault";
import { duration } from "./words";

/** Longest rest that a plan without a deadline (a harvest) waits out before another try. */
const HARVEST_REST_MS = 5 * 60_000;
/** First wait between tries where the publisher names none; each further one is three times as long, and all vary by half. */
const BACKOFF_MS = 200;

export interface LaneParts {
  readonly source: NationalSource;
  readonly base: URL;
  /** The operator named the base address. */
  readonly mayBePrivate: boolean;
  readonly keys: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly gate: Gate;
  readonly bucket: Bucket;
  readonly http: HttpClient;
  readonly health: HealthBook;
  readonly clock: Clock;
  readonly log: EngineLog;
}

/** The way to one base address of one source: limits, breaker, tries, key. */
export class Lane {
  readonly #parts: LaneParts;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  get gate(): Gate {
    return this.#parts.gate;
  }

  get bucket(): Bucket {
    return this.#parts.bucket;
  }

  /** The address of a request as it may be shown and logged: without a key. */
  address(request: UpstreamRequest): URL {
    return requestUrl(this.#parts.base, request);
  }

  /** Sends a request, with further tries where they may help. Faults are data. */
  async send(request: UpstreamRequest, patience: Patience, spending: Spending): Promise<Result> {
    try {
      return { ok: true, answer: await this.#tries(request, patience, spending) };
    } catch (error) {
      if (error instanceof SourceFault) return { ok: false, fault: error };
      throw error;
    }
  }

  async #tries(request: UpstreamRequest, patience: Patience, spending: Spending): Promise<Answer> {
    const { limits } = this.#parts.source;
    const { clock } = this.#parts;
    const url = this.address(request);
    const harvest = patience.end === Number.POSITIVE_INFINITY;
    const timeoutMs = request.timeoutMs ?? limits.timeoutMs;
    let end = patience.end;
    let allowed = timeoutMs;
    let waitUntil = patience.waitUntil();
    for (let tried = 0; ; tried++) {
      const leave = await this.#parts.gate.enter(tried === 0 ? patience.end : waitUntil);
      let passed: Passed = "UNTRIED";
      let problem: Problem;
      try {
        await this.#parts.bucket.take(waitUntil);
        spending.spend(tried > 0);
        const began = clock.steady();
        // One time for all tries together; a harvest is in no hurry, and gives each its own.
        if (tried === 0 || harvest) {
          end = Math.min(began + timeoutMs, patience.end);
          allowed = end - began;
        }
        const came = await this.#once(request, url, end - began, allowed);
        passed = "reply" in came || !came.counts ? "GOOD" : "BAD";
        if ("reply" in came) return answerOf(request, came.reply);
        problem = came;
      } finally {
        leave(passed);
      }
      const again = problem.worthAnother && tried < limits.retries;
      // No rest is waited out for longer than somebody waits: who asked is told at once when to ask again.
      waitUntil = harvest ? clock.steady() + HARVEST_REST_MS : Math.min(end, patience.waitUntil());
      await this.#beforeAnother(problem, again, tried, waitUntil);
    }
  }

  /** Waits as long as the publisher, or prudence, says. Throws the fault where there is no other try. */
  async #beforeAnother(problem: Problem, again: boolean, tried: number, last: number): Promise<void> {
    const { bucket, clock } = this.#parts;
    const now = clock.steady();
    if (problem.rest !== undefined) {
      bucket.rest(problem.rest);
      const inTime = now + problem.rest <= last;
      if (again && inTime) return;
      const wait = Math.max(1000, problem.rest);
      const sentence = `${this.#parts.source.name} asked to be left alone for now. Ask again in ${duration(wait)}.`;
      throw new SourceFault("RATE_LIMITED", sentence, problem.rest);
    }
    const wait = BACKOFF_MS * 3 ** tried * (0.5 + Math.random());
    if (!again || now + wait > last) throw problem.fault;
    await clock.sleep(wait);
  }

  async #once(
    request: UpstreamRequest,
    url: URL,
    left: number,
    allowed: number,
  ): Promise<{ readonly reply: HttpReply } | Problem> {
    const { clock, health, log, source } = this.#parts;
    const began = clock.steady();
    let came: { readonly reply: HttpReply } | Problem;
    try {
      const reply = await this.#parts.http.send({
        ...this.#signed(request, url),
        method: request.method ?? "GET",
        timeoutMs: Math.max(1, left),
        maxBytes: request.maxBytes ?? source.limits.maxBytes,
        mayBePrivate: this.#parts.mayBePrivate,
        handles: request.handles ?? [],
      });
      came = this.#judge(request, reply);
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      const why = error.code === "TIMEOUT" ? `did not answer within ${duration(allowed)}` : error.why;
      const counts = error.code === "TIMEOUT" || error.code === "UNAVAILABLE" || error.code === "FORBIDDEN";
      came = { fault: this.#fault(error.code, why), counts, worthAnother: error.broken };
    }
    const millis = clock.steady() - began;
    const fault = "reply" in came ? undefined : came.fault;
    health.request(millis, fault);
    const fields = { source: source.id, url: url.href, millis: Math.round(millis) };
    if (fault === undefined) log.debug(fields, "A publisher answered.");
    else log.warn({ ...fields, code: fault.code, reason: fault.message }, "A request to a publisher failed.");
    return came;
  }

  #judge(request: UpstreamRequest, reply: HttpReply): { readonly reply: HttpReply } | Problem {
    const { status, headers, text } = reply;
    if (text !== undefined && (status < 300 || request.handles?.includes(status))) return { reply };
    if (status < 400)
      return problem(this.#fault("FORBIDDEN", "sent us on to another address, which is not followed"), true);
    if (status === 401 || status === 403) {
      const { key: keyed } = this.#parts.source;
      const what = (keyed?.variables.length ?? 0) > 1 ? "its key and secret are" : "its key is";
      const key = keyed === undefined ? "" : `: ${what} missing or not accepted`;
      return problem(this.#fault("MISCONFIGURED", `did not let the hub in (status ${status})${key}`), false);
    }
    const rest = retryAfter(headers, this.#parts.clock.now());
    if (status === 429) {
      const fault = this.#fault("RATE_LIMITED", "asked for fewer requests");
      return { fault, counts: false, worthAnother: true, rest: rest ?? this.#oneWindow() };
    }
    if (status < 500) return problem(this.#fault("REFUSED", `refused the question (status ${status})`), false);
    const fault = this.#fault("UNAVAILABLE", `failed (status ${status})`);
    const worthAnother = status === 502 || status === 503 || status === 504;
    return { fault, counts: true, worthAnother, ...(status === 503 && rest !== undefined ? { rest } : {}) };
  }

  /** The shortest stretch that the publisher counts in: what a 429 without a time most likely means. */
  #oneWindow(): number {
    const { rates } = this.#parts.source.limits;
    return rates.length === 0 ? 1000 : Math.min(...rates.map((rate) => rate.perMs));
  }

  #fault(code: SourceFault["code"], why: string): SourceFault {
    const retryAfterMs = code === "TIMEOUT" || code === "UNAVAILABLE" ? HALF_OPEN_MS : undefined;
    return new SourceFault(code, `${this.#parts.source.name} ${why}.`, retryAfterMs);
  }

  /** Address, headers and body as they are sent. The key comes last, and nothing that was signed is ever shown. */
  #signed(request: UpstreamRequest, url: URL) {
    const { source, keys, base, userAgent } = this.#parts;
    const { form, json } = request;
    const body =
      form !== undefined ? new URLSearchParams(form).toString() : json !== undefined ? JSON.stringify(json) : undefined;
    const type = form !== undefined ? "application/x-www-form-urlencoded" : "application/json";
    const plain = {
      url: url.href,
      headers: {
        "user-agent": userAgent,
        accept: request.accept,
        ...(body === undefined ? {} : { "content-type": type }),
      },
    };
    const hasKey = source.key?.variables.every((name) => keys[name] !== undefined) ?? false;
    const signed = hasKey && source.key !== undefined ? source.key.sign(plain, keys) : plain;
    const target = new URL(signed.url);
    if (target.origin !== base.origin) throw new WireFault("FORBIDDEN", "would have been asked at another address");
    return { url: target, headers: signed.headers, ...(body === undefined ? {} : { body }) };
  }
}

/** A try that brought no answer. */
interface Problem {
  readonly fault: SourceFault;
  /** Counts for the breaker. */
  readonly counts: boolean;
  readonly worthAnother: boolean;
  /** Milliseconds that the publisher wants to be left alone. */
  readonly rest?: number;
}

function problem(fault: SourceFault, counts: boolean): Problem {
  return { fault, counts, worthAnother: false };
}

function answerOf(request: UpstreamRequest, { status, headers, text = "" }: HttpReply): Answer {
  const contentType = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return { request, status, contentType, text, headers };
}
