import { rmSync } from "node:fs";
import { type Checkout, makeCheckout } from "./checkout";

const SERVES =
  'console.log("serving"); process.once("SIGTERM", () => { console.log("told to stop"); process.exit(7); }); setInterval(() => {}, 1000);';
let checkout: Checkout;

beforeEach(() => {
  checkout = makeCheckout({ served: SERVES, jest: "" });
});
afterEach(() => rmSync(checkout.folder, { recursive: true, force: true }));

/** Starts, waits for the served program's first line, stops it with SIGTERM. */
async function startAndStop(): Promise<{ code: number | null; said: string }> {
  const running = checkout.start("start.mjs", [], {});
  while (!running.said().includes("serving")) await new Promise((resolve) => setTimeout(resolve, 20));
  running.child.kill("SIGTERM");
  return { code: await running.ended, said: running.said() };
}

test("builds once, hands SIGTERM on, and answers with the program's own exit code", async () => {
  const first = await startAndStop();
  expect(first.said).toContain("told to stop");
  expect(first.code).toBe(7);
  await startAndStop();
  expect(checkout.trace()).toEqual(["compiled"]);
});

test("builds again after a source changed, and after dist was removed", async () => {
  await startAndStop();
  checkout.write("src/index.ts", `${SERVES}\n// changed`);
  await startAndStop();
  expect(checkout.trace()).toEqual(["compiled", "compiled"]);
  rmSync(`${checkout.folder}/dist`, { recursive: true });
  await startAndStop();
  expect(checkout.trace()).toEqual(["compiled", "compiled", "compiled"]);
});

test("a compiled file whose source is gone is removed by the next build", async () => {
  await startAndStop();
  checkout.write("dist/gone.js", "");
  checkout.write("src/other.ts", "");
  await startAndStop();
  expect(() => require.resolve(`${checkout.folder}/dist/gone.js`)).toThrow();
});

test("sources that do not compile are not served", async () => {
  checkout.write("node_modules/typescript/bin/tsc", 'console.error("src/index.ts(1,1): error"); process.exit(2);');
  const running = checkout.start("start.mjs", [], {});
  expect(await running.ended).toBe(1);
  expect(running.said()).toContain("The sources do not compile");
  expect(running.said()).not.toContain("serving");
});
