/** The one place that says what the browser tests run against: the hub itself, on the embedded starter store. */
import { createServer } from "node:net";
import { loadConfig } from "../../../src/config";
import { createHub } from "../../../src/hub";
import { storesUnderTest } from "../../support/stores";

const README = "# Outturn\n\n## Configuration\n\n## Decisions\n";

export interface RunningHub {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a hub on a free loopback port. Throws where the run has no starter store. */
export async function startHub(): Promise<RunningHub> {
  const [starter] = storesUnderTest();
  if (starter === undefined)
    throw new Error(
      "There is no starter store: data/starter is missing, or was not loaded (see the start of the run).",
    );
  // The pages name the hub's address, so the port is chosen before they are made.
  const port = await freePort();
  const store = await starter.open();
  const hub = await createHub({
    config: loadConfig({ PORT: String(port), LOG_LEVEL: "silent" }),
    store,
    readme: README,
  });
  await hub.app.listen({ host: "127.0.0.1", port });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await hub.close();
      await store.db.destroy();
    },
  };
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
