import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";

const root = resolve(__dirname, "../../..");

/** What a program of the product printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The product as it is shipped (bin/, dist/, data/starter/), built from the sources as they are now into a folder of its own. */
export class Product {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Builds it. `starter` is what stands in data/starter; nothing where it is left out. */
  static build(name: string, starter: Readonly<Record<string, string>> = {}): Product {
    const path = join(root, "var", `${name}-${process.pid}`);
    // File by file, as the build does it: national sources are found by the names of their files.
    const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
    buildSync({
      entryPoints: files
        .filter((file) => /\.ts$/.test(file) && !file.startsWith("playground"))
        .map((file) => join(root, "src", file)),
      bundle: false,
      platform: "node",
      format: "cjs",
      outbase: join(root, "src"),
      outdir: join(path, "dist"),
      logLevel: "error",
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    });
    for (const file of files.filter((each) => /\.(css|graphql)$/.test(each) && !each.startsWith("playground")))
      copyFileSync(join(root, "src", file), join(path, "dist", file));
    mkdirSync(join(path, "bin"), { recursive: true });
    copyFileSync(join(root, "bin/outturn.mjs"), join(path, "bin/outturn.mjs"));
    for (const [file, body] of Object.entries(starter)) {
      const at = join(path, "data/starter", file);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, body);
    }
    return new Product(path);
  }

  /** Runs `outturn` with these arguments, as a user would. */
  async outturn(databaseUrl: string, ...args: readonly string[]): Promise<Ended> {
    const child = this.start("bin/outturn.mjs", databaseUrl, args);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
    const code = await new Promise<number | null>((ended) => child.once("close", ended));
    return { code, stdout, stderr };
  }

  /** Starts the hub on a free port. */
  hub(databaseUrl: string): RunningHub {
    return new RunningHub(this.start("dist/index.js", databaseUrl, []));
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private start(program: string, databaseUrl: string, args: readonly string[]): ChildProcess {
    const env = { ...process.env, DATABASE_URL: databaseUrl, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "warn" };
    return spawn(process.execPath, [join(this.path, program), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  }
}

/** A hub in a process of its own. */
export class RunningHub {
  private said = "";
  private troubles = "";
  private readonly ended: Promise<number | string | null>;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (text: Buffer) => (this.said += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (this.troubles += text.toString()));
    this.ended = new Promise((ended) => child.once("close", (code, signal) => ended(signal ?? code)));
  }

  /** Waits until its output holds this. Throws with all that it said when it ends before. */
  async says(words: RegExp): Promise<RegExpExecArray> {
    let over = false;
    void this.ended.then(() => (over = true));
    for (;;) {
      const found = words.exec(this.said);
      if (found !== null) return found;
      if (over)
        throw new Error(`The hub ended (${await this.ended}) without saying ${words}:\n${this.said}${this.troubles}`);
      await new Promise((later) => setTimeout(later, 5));
    }
  }

  /** Its GraphQL address, once it is ready. */
  async address(): Promise<string> {
    return (await this.says(/GraphQL\s+(http:\S+)/))[1] ?? "";
  }

  /** Ends it: SIGKILL as a power cut would, SIGTERM as an operator would. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | string | null> {
    this.child.kill(signal);
    return await this.ended;
  }
}
