import { Presets, SingleBar } from "cli-progress";
import type { HarvestProgress } from "../ingest/catalogue/harvest";
import type { Streams } from "./parts";

export interface ShownHarvest {
  readonly step: (progress: HarvestProgress) => void;
  readonly stop: () => void;
}

/** Pages between two lines of a log. */
const LINE_EVERY = 20;

/** A bar on a terminal, whose end is known where the publisher says how many there are; elsewhere a plain line now and then. */
export function harvestProgressOn(stream: Streams["err"]): ShownHarvest {
  return stream.isTTY === true ? bar(stream) : lines(stream);
}

function bar(stream: Streams["err"]): ShownHarvest {
  const format = "{source}: {value} of {total} harvested {bar} {pages} pages";
  let shown: SingleBar | undefined;
  return {
    step: ({ source, pages, seen, expected }) => {
      shown ??= new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true }, Presets.shades_classic);
      const total = Math.max(expected ?? 0, seen, 1);
      if (!shown.isActive) shown.start(total, seen, { source, pages });
      shown.setTotal(total);
      shown.update(seen, { source, pages });
    },
    stop: () => {
      shown?.stop();
      shown = undefined;
    },
  };
}

function lines(stream: Streams["err"]): ShownHarvest {
  return {
    step: ({ source, pages, seen, expected }) => {
      if (pages > 0 && pages % LINE_EVERY === 0)
        stream.write(
          `${source}: ${pages} pages, ${seen}${expected === undefined ? "" : ` of ${expected}`} harvested\n`,
        );
    },
    stop: () => undefined,
  };
}
