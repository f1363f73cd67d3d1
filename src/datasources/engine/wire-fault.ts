import type { SourceFaultCode } from "../core/source";

/** What went wrong on the way to a publisher, before it is known which publisher's name to say. */
export class WireFault extends Error {
  readonly code: SourceFaultCode;
  /** A predicate without its subject and full stop: "did not answer within 30 seconds". */
  readonly why: string;
  /** The connection broke: worth another try. */
  readonly broken: boolean;

  constructor(code: SourceFaultCode, why: string, broken = false) {
    super(why);
    this.name = "WireFault";
    this.code = code;
    this.why = why;
    this.broken = broken;
  }
}
