import { spawnSync } from "node:child_process";
import { join } from "node:path";

test("package-lock.json names the packages of every system, so that `npm ci` accepts it on each", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "../../scripts/complete-lock.mjs"), "--check"],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
