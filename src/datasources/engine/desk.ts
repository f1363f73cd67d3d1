import type { AreaSupplies, SourceHealth } from "../core/engine";
import type { Plan, Result, UpstreamRequest } from "../core/plan";
import { type NationalSource, SourceFault } from "../core/source";
import type { AnswerCache } from "./answer-cache";
import type { Clock } from "./clock";
import { Flights } from "./flights";
import type { HealthBook } from "./health";
import type { Lane } from "./lane";
import type { EngineLog } from "./log";
import type { Lookups } from "./lookups";
import { begin, finish, type PlanIo } from "./plan-runner";
import type { Patience, Spending } from "./spending";

export interface DeskParts {
  readonly source: NationalSource;
  /** Why it cannot be asked at all: switched off, or without the key that it needs. */
  readonly unusable: SourceFault | undefined;
  /** By name of base; "" is the main one. Empty where it cannot be asked. */
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly health: HealthBook;
  readonly lookups: Lookups;
  readonly cache: AnswerCache;
  readonly supplies: AreaSupplies | undefined;
  readonly clock: Clock;
  readonly log: EngineLog;
}

/** Everything that the engine holds for one source. */
export class Desk {
  readonly parts: DeskParts;
  /** Questions of the source that are being asked. */
  readonly flights = new Flights();

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  get source(): NationalSource {
    return this.parts.source;
  }

  /** What a plan's steps are answered with. `onFetch` hears of each request for more than look-ups. */
  io(patience: Patience, spending: Spending, onFetch: (request: UpstreamRequest) => void = () => undefined): PlanIo {
    const { clock, lookups } = this.parts;
    return {
      fetch: (requests) => {
        for (const request of requests) onFetch(request);
        return Promise.all(requests.map((request) => this.#send(request, patience, spending)));
      },
      lookup: (name, freshMs, plan) =>
        lookups.get(name, freshMs, () => this.#whole(plan(), this.io(patience, spending))),
      pause: async (millis) => {
        if (clock.steady() + millis > patience.end) {
          throw new SourceFault(
            "TIMEOUT",
            `${this.source.name} needs more time for this than a query may take.`,
            millis,
          );
        }
        await clock.sleep(millis);
      },
    };
  }

  /** Runs a plan to its end. Rejects with SourceFault. */
  async run<T>(plan: () => Plan<T>, patience: Patience, spending: Spending): Promise<T> {
    try {
      const result = await this.#whole(plan(), this.io(patience, spending));
      this.parts.health.read(undefined);
      return result;
    } catch (error) {
      throw this.faultOf(error);
    }
  }

  /** The fault in what a plan threw. A mistake of ours counts as a body that could not be read: it is logged, and nothing is kept. */
  faultOf(error: unknown): SourceFault {
    const { health, log } = this.parts;
    let fault: SourceFault;
    if (error instanceof SourceFault) fault = error;
    else {
      fault = new SourceFault("BAD_SHAPE", `The answer of ${this.source.name} could not be read.`);
      log.error({ source: this.source.id, err: error }, "A source failed on what its publisher answered.");
    }
    if (fault.code === "BAD_SHAPE") {
      log.warn({ source: this.source.id, reason: fault.message }, "A publisher's answer could not be read.");
      health.read(fault);
    }
    return fault;
  }

  /** The address of a request, as it may be shown. */
  address(request: UpstreamRequest): string | undefined {
    return this.parts.lanes.get(request.base ?? "")?.address(request).href;
  }

  health(): SourceHealth {
    const { unusable, health, source } = this.parts;
    if (unusable === undefined) return health.report();
    return { source: source.id, state: "DOWN", message: unusable.message, requests: 0, failures: 0 };
  }

  async #whole<T>(plan: Plan<T>, io: PlanIo): Promise<T> {
    return finish(await begin(plan, io), io);
  }

  async #send(request: UpstreamRequest, patience: Patience, spending: Spending): Promise<Result> {
    const lane = this.parts.lanes.get(request.base ?? "");
    if (lane === undefined) throw new Error(`Source ${this.source.id} has no base named ${request.base ?? ""}.`);
    return lane.send(request, patience, spending);
  }
}
