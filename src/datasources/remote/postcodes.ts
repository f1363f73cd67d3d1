import DataLoader from "dataloader";
import type { CallBudget } from "../core/engine";
import type { Catalogue, PostcodeRecord, SourceOutcomeRecord } from "../core/ports";
import type { AreaRecord } from "../core/records";
import { SourceFault } from "../core/source";
import type { LookedUp, PostcodeBook } from "./postcode-book";
import { settling } from "./settling";

/** The source's id where it is switched off and so cannot say it. */
const POSTCODES = "postcodes-io";

interface Looked extends LookedUp {
  readonly calls: number;
  readonly millis: number;
}

/** Looks up the postcodes of one operation together, within what it may still spend. */
export class Postcodes {
  readonly #book: PostcodeBook;
  readonly #now: () => number;
  readonly #budget: CallBudget;
  readonly #loader: DataLoader<string, Looked>;
  readonly #looking: Promise<unknown>[] = [];

  constructor(book: PostcodeBook, now: () => number, budget: CallBudget) {
    this.#book = book;
    this.#now = now;
    this.#budget = budget;
    this.#loader = new DataLoader((codes) => this.#look(codes));
  }

  /** Whether any was looked up. */
  get used(): boolean {
    return this.#looking.length > 0;
  }

  /** Once nothing that was asked for is under way. */
  async settled(): Promise<void> {
    await settling(this.#looking);
  }

  /** Undefined where no postcode of the name is known. `code` is a well-formed postcode with its space. */
  async of(catalogue: Catalogue, code: string): Promise<PostcodeRecord | undefined> {
    const looking = this.#loader.load(code);
    this.#looking.push(looking);
    const looked = await looking;
    const { answer, fault } = looked;
    const outcome = outcomeOf(catalogue, this.#book.source?.id ?? POSTCODES, looked);
    if (answer === undefined && fault !== undefined) return { code, status: null, areas: [], outcome };
    const found = answer?.found;
    if (found === undefined) return undefined;
    const { postcode, status, ended, latitude, longitude } = found;
    return {
      code: postcode,
      status,
      ...(ended === undefined ? {} : { ended }),
      ...(latitude === undefined ? {} : { latitude }),
      ...(longitude === undefined ? {} : { longitude }),
      areas: areasOf(catalogue, found.areas),
      outcome,
    };
  }

  async #look(codes: readonly string[]): Promise<Looked[]> {
    const began = this.#now();
    const budget = this.#budget;
    let calls = 0;
    const onRequest = () => {
      if (budget.spent >= budget.most) throw usedUp(budget.most);
      budget.spent += 1;
      calls += 1;
    };
    const deadlineMs = Math.max(1, budget.until - began);
    const looked = await this.#book.look(codes, { onRequest, deadlineMs });
    const millis = this.#now() - began;
    return codes.map((code) => ({ ...(looked.get(code) ?? { servedFrom: "NONE" }), calls, millis }));
  }
}

function usedUp(most: number): SourceFault {
  return new SourceFault(
    "RATE_LIMITED",
    `These postcodes need more than the ${most} requests to publishers that one query may make. Ask for fewer at a time.`,
  );
}

function outcomeOf(catalogue: Catalogue, source: string, looked: Looked): SourceOutcomeRecord {
  const record = catalogue.sourceOfService(source);
  if (record === undefined) throw new Error("No source of postcodes is known to the store.");
  const { answer, fault, servedFrom, calls, millis } = looked;
  const stale = fault !== undefined && answer !== undefined;
  return {
    source: record,
    state: fault === undefined ? "OK" : fault.code === "RATE_LIMITED" ? "RATE_LIMITED" : "DOWN",
    servedFrom,
    upstreamCalls: calls,
    millis: Math.round(millis),
    ...(fault === undefined ? {} : { message: stale ? `${fault.message} An older answer stands in.` : fault.message }),
  };
}

/** The hub's areas under these codes; those that the hub does not have are left out. */
function areasOf(catalogue: Catalogue, codes: readonly string[]): readonly AreaRecord[] {
  return [...new Set(codes.flatMap((code) => catalogue.areaByCode(code) ?? []))];
}
