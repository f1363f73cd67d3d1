import { openStore, type StoreLocation } from "../../../src/datasources/local/store";
import { importPath } from "../../../src/ingest/import";

/** A process that imports a folder, tells how far it is on every step, and is there to be killed: `node child.js <location as JSON> <folder>`. */
async function run(): Promise<void> {
  const [, , location = "", folder = ""] = process.argv;
  const store = await openStore(JSON.parse(location) as StoreLocation);
  await importPath(store, folder, {
    onProgress: ({ file, rowsDone }) => process.stdout.write(`${file} ${rowsDone}\n`),
  });
  process.stdout.write("done 0\n");
  await store.db.destroy();
}

void run();
