import type { Refusal } from "../tidy-observation";

/** A file that cannot be read at all: nothing of it is loaded. Says where it went wrong and what would be right. */
export class FileProblem extends Error {
  /** Line, counting the first as 1; 0 where the whole file is meant. */
  readonly row: number;
  readonly column: string;
  readonly found: string;

  constructor(reason: string, at: { readonly row?: number; readonly column?: string; readonly found?: string } = {}) {
    super(reason);
    this.name = "FileProblem";
    this.row = at.row ?? 0;
    this.column = at.column ?? "";
    this.found = shorten(at.found ?? "");
  }

  /** The same as a refusal of the named file. */
  refusal(file: string): Refusal {
    return { file, row: this.row, column: this.column, found: this.found, reason: this.message };
  }
}

/** Control characters, and marks that turn the direction of what follows: in a report they would hide or turn the reason. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** What a cell holds, at most 60 characters of it, with control characters made visible. */
export function shorten(text: string): string {
  const seen = [...text.slice(0, 120)].map((char) => (HIDDEN.test(char) ? "\uFFFD" : char));
  return seen.length > 60 ? `${seen.slice(0, 59).join("")}…` : seen.join("");
}
