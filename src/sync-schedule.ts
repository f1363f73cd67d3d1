import { spawn } from "node:child_process";
import { join } from "node:path";
import type { FastifyBaseLogger } from "fastify";

const HOUR_MS = 3_600_000;
/** The first look waits so long after the start: a hub that is being restarted again and again harvests nothing. */
const FIRST_MS = 60_000;

export interface Schedule {
  /** No harvest begins any more; one that is under way is stopped, and goes on from its last page next time. */
  stop(): void;
}

/**
 * Has the catalogues harvested that were not for `hours` hours; looks every hour. 0 hours: never. In a process of its own: the embedded
 * store's driver works in the caller's thread and waits there for other writers, and its one connection would show readers half a harvest.
 */
export function scheduleSync(hours: number, log: FastifyBaseLogger): Schedule {
  if (hours === 0) return { stop: () => undefined };
  let child: ReturnType<typeof spawn> | undefined;
  const look = () => {
    if (child !== undefined) return;
    const program = join(__dirname, "..", "bin", "outturn.mjs");
    child = spawn(process.execPath, [program, "catalogue", "sync", `--older-than=${hours}`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text: Buffer) => log.info({ harvest: text.toString().trimEnd() }, "catalogues"));
    child.on("error", (error) => log.warn({ err: error }, "catalogues not harvested"));
    child.on("close", (code) => {
      if (code !== 0) log.warn({ code }, "not all catalogues were harvested");
      child = undefined;
    });
  };
  const first = setTimeout(look, FIRST_MS);
  const every = setInterval(look, HOUR_MS);
  first.unref();
  every.unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(every);
      child?.kill("SIGTERM");
    },
  };
}
