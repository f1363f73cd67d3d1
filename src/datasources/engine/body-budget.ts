import { WireFault } from "./wire-fault";

/** Bytes of all unfinished bodies of the process, beyond the free part of each. The largest body that a source takes is 64 MB. */
const MOST = 64_000_000;
/** Bytes of each body that are not counted: answers of usual size never stand in each other's way. */
const FREE = 256_000;

/** One body that is being read. */
export interface BodyShare {
  /** Counts bytes that came. Throws WireFault TOO_LARGE where this body has to give way. */
  take(bytes: number): void;
  /** Why it had to give way to another, if it had. */
  readonly fault: WireFault | undefined;
  /** Counts its bytes no more. */
  close(): void;
}

/**
 * What all bodies that are being read may hold together: each source has a cap of its own, and all caps together are half a gigabyte.
 * Beyond it the largest gives way, so that endless bodies of some publishers leave the others' answers alone.
 */
export class BodyBudget {
  readonly #most: number;
  readonly #open = new Set<Share>();
  #held = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Bytes that count now. */
  get held(): number {
    return this.#held;
  }

  /** `stop` ends the reading of a body that has to give way. */
  share(stop: (fault: WireFault) => void): BodyShare {
    const share = new Share(
      (bytes) => this.#grown(bytes, share),
      () => this.#closed(share),
      stop,
    );
    this.#open.add(share);
    return share;
  }

  #closed(share: Share): void {
    if (this.#open.delete(share)) this.#held -= share.counted;
  }

  #grown(bytes: number, mine: Share): void {
    this.#held += bytes;
    while (this.#held > this.#most) {
      let largest = mine;
      for (const each of this.#open) if (each.counted > largest.counted) largest = each;
      largest.giveWay();
    }
  }
}

class Share implements BodyShare {
  readonly #grown: (bytes: number) => void;
  readonly #closed: () => void;
  readonly #stop: (fault: WireFault) => void;
  #bytes = 0;
  fault: WireFault | undefined;

  constructor(grown: (bytes: number) => void, closed: () => void, stop: (fault: WireFault) => void) {
    this.#grown = grown;
    this.#closed = closed;
    this.#stop = stop;
  }

  get counted(): number {
    return Math.max(0, this.#bytes - FREE);
  }

  take(bytes: number): void {
    if (this.fault !== undefined) throw this.fault;
    const before = this.counted;
    this.#bytes += bytes;
    this.#grown(this.counted - before);
    if (this.fault !== undefined) throw this.fault;
  }

  giveWay(): void {
    this.fault = new WireFault("TOO_LARGE", "answered with more than the hub can take in beside other answers");
    this.close();
    this.#stop(this.fault);
  }

  close(): void {
    this.#closed();
  }
}
