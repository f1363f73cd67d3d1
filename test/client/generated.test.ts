import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const cli = join(root, "node_modules/@graphql-codegen/cli/cjs/bin.js");

/** Compares generated files with what would be generated now, as `npm run check` does; 0 where they are the same. */
function check(config: string): number | null {
  return spawnSync(process.execPath, [cli, "--config", config, "--check"], { cwd: root, encoding: "utf8" }).status;
}

test("the generated operations are those of the schema and the operations beside them, and the comparison bites", () => {
  expect(check("codegen.yml")).toBe(0);
  const folder = mkdtempSync(join(tmpdir(), "outturn-codegen-"));
  try {
    const generated = join(folder, "generated");
    cpSync(join(root, "test/client/generated"), generated, { recursive: true });
    const config = join(folder, "codegen.yml");
    const text = readFileSync(join(root, "codegen.yml"), "utf8").replace(
      "  test/client/generated/:",
      `  ${generated}/:`,
    );
    writeFileSync(config, text);
    expect(check(config)).toBe(0);
    const file = join(generated, "graphql.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("name: string", "name: number"));
    expect(check(config)).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
