import { ConfigError, loadConfig } from "../../src/config";

test("with nothing set the hub serves on loopback from the embedded store", () => {
  const config = loadConfig({});
  expect(config).toMatchObject({
    port: 4000,
    host: "127.0.0.1",
    publicUrl: "http://127.0.0.1:4000",
    store: { kind: "embedded", file: "var/outturn.db" },
    executor: "jit",
    logLevel: "warn",
  });
  expect(Object.isFrozen(config) && Object.isFrozen(config.limits) && Object.isFrozen(config.store)).toBe(true);
});

test("blank variables count as not set", () => {
  expect(loadConfig({ PORT: " ", DATABASE_URL: "", PUBLIC_URL: "" })).toEqual(loadConfig({}));
});

test.each([
  [{ HOST: "0.0.0.0", PORT: "80" }, "http://localhost:80"],
  [{ HOST: "::1" }, "http://[::1]:4000"],
  [{ PUBLIC_URL: "https://data.example.org/hub/" }, "https://data.example.org/hub"],
])("public address of %j is %s", (env, expected) => {
  expect(loadConfig(env).publicUrl).toBe(expected);
});

test.each([
  ["mysql://u:p@db:3306/outturn", { kind: "server", protocol: "mysql" }],
  ["mariadb://db/outturn", { kind: "server", protocol: "mariadb" }],
  ["MARIADB://db/outturn", { kind: "server", protocol: "mariadb" }],
  ["var/other.db", { kind: "embedded", file: "var/other.db" }],
  ["file:var/other.db", { kind: "embedded", file: "var/other.db" }],
  ["file:///srv/other.db", { kind: "embedded", file: "/srv/other.db" }],
  [":memory:", { kind: "embedded", file: ":memory:" }],
])("DATABASE_URL %s", (text, expected) => {
  expect(loadConfig({ DATABASE_URL: text }).store).toMatchObject(expected);
});

test("megabytes become bytes, and 0 switches a cache off", () => {
  const config = loadConfig({ OUTTURN_CACHE_MB: "2", OUTTURN_RESPONSE_CACHE_MB: "0", OUTTURN_MAX_COST: "500" });
  expect([config.seriesCacheBytes, config.responseCacheBytes, config.limits.maxCost]).toEqual([2097152, 0, 500]);
});

test.each([
  ["PORT", "abc", "a whole number from 0 to 65535"],
  ["PORT", "65536", "a whole number from 0 to 65535"],
  ["PORT", "-1", "a whole number from 0 to 65535"],
  ["PORT", "4000.5", "a whole number from 0 to 65535"],
  ["HOST", "http://x/", "a host name or an address"],
  ["DATABASE_URL", "postgres://u:hunter2@db/x", "mysql://user:password@host:3306/database"],
  ["DATABASE_URL", "mysql://u:hunter2@db", "mysql://user:password@host:3306/database"],
  ["DATABASE_URL", "mysql://u:hunter2@:99999/x", "mariadb://"],
  ["DATABASE_URL", "file:", "a file such as var/outturn.db"],
  ["DATABASE_URL", "var/", "a file such as var/outturn.db"],
  ["PUBLIC_URL", "data.example.org", "http or https address"],
  ["PUBLIC_URL", "ftp://data.example.org", "http or https address"],
  ["OUTTURN_EXECUTOR", "fast", "jit, graphql-js"],
  ["OUTTURN_CACHE_MB", "1GB", "a whole number"],
  ["OUTTURN_RESPONSE_CACHE_MB", "-5", "a whole number"],
  ["OUTTURN_MAX_COST", "0", "from 1 to"],
  ["OUTTURN_MAX_DEPTH", "x", "from 1 to 100"],
  ["OUTTURN_MAX_ALIASES", "x", "from 0 to 1000"],
  ["LOG_LEVEL", "loud", "silent, fatal, error, warn, info, debug, trace"],
])("%s=%s is refused in one line", (variable, value, expected) => {
  const attempt = () => loadConfig({ [variable]: value });
  expect(attempt).toThrow(ConfigError);
  try {
    attempt();
  } catch (error) {
    const { message } = error as ConfigError;
    expect(message).toMatch(new RegExp(`^${variable} must be [^\\n]+$`));
    expect(message).toContain(expected);
    expect(message).not.toContain("hunter2");
  }
});
