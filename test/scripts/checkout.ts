import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../..");

/** A small stand-in for the checkout: the real scripts, and tools that only leave a trace. */
export interface Checkout {
  readonly folder: string;
  /** Lines that the stand-in tools wrote, oldest first. */
  trace(): readonly string[];
  write(path: string, text: string): void;
  /** Starts one of the scripts; `said` collects what it prints. */
  start(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Running;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

/** Makes the stand-in: an installed lock, a compiler that writes `dist/index.js`, a jest that runs `jest` of the options. */
export function makeCheckout(options: { readonly served: string; readonly jest: string }): Checkout {
  const folder = mkdtempSync(join(tmpdir(), "outturn-checkout-"));
  const traceFile = join(folder, "trace");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  cpSync(join(ROOT, "scripts"), join(folder, "scripts"), {
    recursive: true,
    filter: (path) => !path.endsWith("build-playground.mjs"),
  });
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  write("package-lock.json", '{"packages":{}}');
  write("node_modules/.package-lock.json", '{"packages":{}}');
  write("tsconfig.json", "{}");
  write("codegen.yml", "");
  write("src/index.ts", options.served);
  const tool = (name: string, body: string): string =>
    `const fs = require("node:fs"); fs.appendFileSync(${JSON.stringify(traceFile)}, ${JSON.stringify(`${name}\n`)}); ${body}`;
  write(
    "node_modules/typescript/bin/tsc",
    tool("compiled", 'fs.mkdirSync("dist", { recursive: true }); fs.copyFileSync("src/index.ts", "dist/index.js");'),
  );
  write("node_modules/jest/bin/jest.js", tool("tested", options.jest));
  return {
    folder,
    write,
    trace: () => (existsSync(traceFile) ? readFileSync(traceFile, "utf8").trim().split("\n") : []),
    start: (script, args, env) => {
      const child = spawn(process.execPath, [join(folder, "scripts", script), ...args], {
        cwd: folder,
        env: { ...process.env, CI: "", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => (said += text));
      return { child, ended: new Promise((resolve) => child.once("close", resolve)), said: () => said };
    },
  };
}
