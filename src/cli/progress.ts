import { Presets, SingleBar } from "cli-progress";
import type { ImportProgress } from "../ingest/import";

export interface Progress {
  readonly step: (progress: ImportProgress) => void;
  readonly stop: () => void;
}

/** A bar on a terminal; elsewhere one plain line a file, so that logs stay readable. The bar counts rows where their number is known, else files. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar(
    { stream, format: "{bar} {percentage}% | {file}", hideCursor: true, clearOnComplete: true, gracefulExit: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    step: ({ file, filesDone, filesTotal, rowsDone, rowsTotal }) => {
      if (!started) shown.start(rowsTotal ?? filesTotal, 0, { file });
      started = true;
      shown.update(rowsTotal === undefined ? filesDone : Math.min(rowsDone, rowsTotal), { file });
    },
    stop: () => {
      if (started) shown.stop();
      started = false;
    },
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  let done = 0;
  return {
    step: ({ file, filesDone, filesTotal }) => {
      if (filesDone > done) stream.write(`${filesDone}/${filesTotal} ${file}\n`);
      done = filesDone;
    },
    stop: () => undefined,
  };
}
