import "reflect-metadata";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { embeddedStarter, serverStarter } from "./starter-stores";

/** Folders whose tests read no filled store: naming only these spares the filling. */
const STORELESS = /^(\.\/)?test\/(unit|gates|scripts|starter|ingest)\b/;

/**
 * Runs once before all test files: fills the two starter stores, or finds them filled, and tells the test files where they are
 * (OUTTURN_TEST_EMBEDDED, OUTTURN_TEST_SERVER). When the filling fails, OUTTURN_TEST_FAILURE makes each test that needs the stores
 * fail with the reason, and leaves the others be. OUTTURN_TEST_STORES=none leaves the stores out.
 */
export default async function setup(globalConfig: { readonly nonFlagArgs: readonly string[] }): Promise<void> {
  const named = globalConfig.nonFlagArgs;
  if (process.env.OUTTURN_TEST_STORES === "none" || (named.length > 0 && named.every((name) => STORELESS.test(name))))
    return;
  if (!existsSync(join(__dirname, "../../data/starter/manifest.json"))) {
    console.warn(
      "\ndata/starter is missing: every test that reads the starter figures is skipped. Build it with `npm run starter:build`.",
    );
    return;
  }
  try {
    process.env.OUTTURN_TEST_EMBEDDED = await embeddedStarter();
    const server = process.env.TEST_DATABASE_URL;
    if (server !== undefined && server !== "") process.env.OUTTURN_TEST_SERVER = await serverStarter(server);
    else
      console.warn(
        "\nTEST_DATABASE_URL is not set: nothing is proved on a MySQL-family server. `npm test` starts one by itself.",
      );
  } catch (error) {
    process.env.OUTTURN_TEST_FAILURE = `The starter stores could not be filled: ${error instanceof Error ? error.stack : String(error)}`;
  }
}
