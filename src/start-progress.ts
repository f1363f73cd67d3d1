import { type Options, Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "./ingest/report";

const STYLE: Options = {
  format: "Loading figures [{bar}] {percentage} % | {rows} rows | {file}",
  hideCursor: true,
  clearOnComplete: false,
};

/** Shows how far a first load is: a bar on a terminal, a line now and then elsewhere. Call `stop` when the load has ended. */
export function startProgress(out: NodeJS.WriteStream): {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly stop: () => void;
} {
  let bar: SingleBar | undefined;
  let told = -1;
  return {
    onProgress({ file, filesDone, filesTotal, rowsDone, rowsTotal }) {
      const [done, total] = rowsTotal === undefined ? [filesDone, filesTotal] : [rowsDone, rowsTotal];
      const rows = rowsDone.toLocaleString("en-GB");
      if (out.isTTY) {
        if (bar === undefined) {
          bar = new SingleBar({ ...STYLE, stream: out }, Presets.legacy);
          bar.start(total, done, { rows, file });
        } else bar.update(done, { rows, file });
        return;
      }
      const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
      if (tenth > told) out.write(`Loading figures: ${tenth * 10} % (${rows} rows)\n`);
      told = Math.max(told, tenth);
    },
    stop: () => bar?.stop(),
  };
}
