import { rmSync } from "node:fs";
import { connect } from "node:net";
import { type Checkout, makeCheckout } from "./checkout";

const A_SERVER = { TEST_DATABASE_URL: "mariadb://nobody@127.0.0.1:1/" };
const A_BROWSER = { CHROMIUM_PATH: process.execPath };
let checkout: Checkout;

function make(jest: string): void {
  checkout = makeCheckout({ served: "", jest });
}
afterEach(() => rmSync(checkout.folder, { recursive: true, force: true }));

test("jest gets the arguments and the environment; its exit code is the command's", async () => {
  make("console.log(process.argv[2], process.env.TEST_DATABASE_URL, process.env.CHROMIUM_PATH); process.exit(3);");
  const running = checkout.start("test.mjs", ["test/unit"], { ...A_SERVER, ...A_BROWSER });
  expect(await running.ended).toBe(3);
  expect(running.said()).toContain(`test/unit ${A_SERVER.TEST_DATABASE_URL} ${process.execPath}`);
  expect(running.said()).not.toContain("NOT PROVED");
});

test.each([
  ["", 0],
  ["true", 1],
])("what was not proved is said in capitals after jest's lines; with CI=%p the exit code is %p", async (CI, code) => {
  make('console.log("Tests: 5 passed");');
  const running = checkout.start("test.mjs", ["test/unit"], { ...A_SERVER, CHROMIUM_PATH: "/no/such/program", CI });
  expect(await running.ended).toBe(code);
  expect(running.said()).toMatch(/Tests: 5 passed\s+NOT PROVED BY THIS RUN:\s+THE PAGES IN A BROWSER\./);
});

test("the private server answers while the tests run, and is gone after they fail", async () => {
  make(
    'const url = new URL(process.env.TEST_DATABASE_URL); require("node:net").connect(url.port, url.hostname).once("data", () => { console.log("PORT", url.port); process.exit(1); });',
  );
  const running = checkout.start("test.mjs", ["test/unit"], { TEST_DATABASE_URL: "", ...A_BROWSER });
  const code = await running.ended;
  if (running.said().includes("THE HUB ON A MYSQL-FAMILY SERVER")) {
    console.warn("No MySQL-family server on this machine: starting and stopping one is not proved.");
    return;
  }
  expect(code).toBe(1);
  const port = Number(/PORT (\d+)/.exec(running.said())?.[1]);
  const refused = await new Promise((resolve) =>
    connect(port, "127.0.0.1")
      .once("error", () => resolve(true))
      .once("connect", () => resolve(false)),
  );
  expect(refused).toBe(true);
});

test("a signal ends jest first and the private server with it", async () => {
  make('console.log("PORT", new URL(process.env.TEST_DATABASE_URL).port); setInterval(() => {}, 1000);');
  const running = checkout.start("test.mjs", ["test/unit"], { TEST_DATABASE_URL: "", ...A_BROWSER });
  let over = false;
  void running.ended.then(() => (over = true));
  while (!running.said().includes("PORT") && !over) await new Promise((resolve) => setTimeout(resolve, 50));
  if (over) {
    console.warn("No MySQL-family server on this machine: stopping one by a signal is not proved.");
    return;
  }
  running.child.kill("SIGTERM");
  expect(await running.ended).not.toBe(0);
  const port = Number(/PORT (\d+)/.exec(running.said())?.[1]);
  const refused = await new Promise((resolve) =>
    connect(port, "127.0.0.1")
      .once("error", () => resolve(true))
      .once("connect", () => resolve(false)),
  );
  expect(refused).toBe(true);
});
