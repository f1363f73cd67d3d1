import { inspect } from "node:util";
import { ConfigError, forgetAdministratorKey, loadConfig } from "../../src/config";
import { administratorCheck } from "../../src/server/administrator";

const KEY = "k3y-of-the-test_0123456789+/=";

test("the key alone opens, as a Bearer header in any case", () => {
  const check = administratorCheck(loadConfig({ OUTTURN_ADMIN_KEY: KEY }).administratorKeyHash);
  expect([`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER  ${KEY} `].map(check)).toEqual([true, true, true]);
  const wrong = [
    undefined,
    "",
    KEY,
    "Bearer",
    "Bearer ",
    `Bearer ${KEY}x`,
    `Bearer ${KEY.slice(0, -1)}`,
    `Bearer ${KEY.toUpperCase()}`,
    `Basic ${Buffer.from(`a:${KEY}`).toString("base64")}`,
    `Bearer ${KEY}, Bearer ${KEY}`,
    `Bearer ${KEY}\n`,
  ];
  expect(wrong.map(check)).toEqual(wrong.map(() => false));
});

test("a hub without a key opens to nobody, not to an empty key either", () => {
  const check = administratorCheck(loadConfig({}).administratorKeyHash);
  expect([undefined, "", "Bearer ", `Bearer ${KEY}`].map(check)).toEqual([false, false, false, false]);
});

test.each([
  "short",
  "x".repeat(23),
  "x".repeat(201),
  "a key with blanks in between it",
  "schlüssel-schlüssel-schlüssel",
])("%j is refused as a key, and not repeated", (key) => {
  const refused = () => loadConfig({ OUTTURN_ADMIN_KEY: key });
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(/^OUTTURN_ADMIN_KEY must be 24 to 200 /);
  expect(refused).not.toThrow(key);
});

test("the settings hold a hash, never the key; the environment lets go of it", () => {
  const env = { OUTTURN_ADMIN_KEY: KEY, PORT: "0" };
  const config = loadConfig(env);
  expect(config.administratorKeyHash).toHaveLength(32);
  expect(inspect(config, { depth: 10 }) + JSON.stringify(config)).not.toContain(KEY);
  forgetAdministratorKey(env);
  expect(env).toEqual({ PORT: "0" });
  expect(loadConfig(env)).not.toHaveProperty("administratorKeyHash");
});
