/** One reason for which rows of a file were refused or altered, with how often and the first few cases. */
export interface ReportedReason {
  readonly reason: string;
  count: number;
  readonly examples: string[];
}

/** What became of one publisher's file: `rowsRead = rowsKept + rowsRefused`, always. */
export interface FileReport {
  readonly file: string;
  rowsRead: number;
  rowsKept: number;
  rowsRefused: number;
  readonly refused: ReportedReason[];
  readonly notes: ReportedReason[];
}

const EXAMPLES = 5;

function count(list: ReportedReason[], reason: string, example: string): void {
  let entry = list.find((each) => each.reason === reason);
  if (entry === undefined) {
    entry = { reason, count: 0, examples: [] };
    list.push(entry);
  }
  entry.count += 1;
  if (example !== "" && entry.examples.length < EXAMPLES && !entry.examples.includes(example))
    entry.examples.push(example);
}

/** Gathers what the build read, kept and refused, so that nothing of a publisher's file vanishes unseen. */
export class BuildReport {
  readonly #files = new Map<string, FileReport>();
  readonly #unread = new Map<string, string>();

  /** Opens a file's account with the number of rows read. A file read twice has one account. */
  read(file: string, rows: number): void {
    if (this.#files.has(file)) return;
    this.#files.set(file, { file, rowsRead: rows, rowsKept: rows, rowsRefused: 0, refused: [], notes: [] });
  }

  /** Takes one row out of those kept. `example` says which row or cell it was. */
  refuse(file: string, reason: string, example: string): void {
    const account = this.#account(file);
    account.rowsKept -= 1;
    account.rowsRefused += 1;
    count(account.refused, reason, example);
  }

  /** Records that a row was kept, but something about it was changed, doubted or left out. */
  note(file: string, reason: string, example: string): void {
    count(this.#account(file).notes, reason, example);
  }

  /** Names a file of the folder that the build does not use, and why. */
  unread(file: string, reason: string): void {
    this.#unread.set(file, reason);
  }

  /** Whether the file has been read or named as unread. */
  knows(file: string): boolean {
    return this.#files.has(file) || this.#unread.has(file);
  }

  /** All accounts by file name, and the files not read. Throws when a file's sums do not agree. */
  finish(): { files: FileReport[]; unread: { file: string; reason: string }[] } {
    const files = [...this.#files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
    for (const file of files) {
      const refused = file.refused.reduce((sum, each) => sum + each.count, 0);
      if (refused !== file.rowsRefused || file.rowsKept < 0)
        throw new Error(`The account of ${file.file} does not add up.`);
    }
    const unread = [...this.#unread].map(([file, reason]) => ({ file, reason }));
    return { files, unread: unread.sort((a, b) => (a.file < b.file ? -1 : 1)) };
  }

  #account(file: string): FileReport {
    const account = this.#files.get(file);
    if (account === undefined) throw new Error(`${file} was reported on before it was read.`);
    return account;
  }
}
