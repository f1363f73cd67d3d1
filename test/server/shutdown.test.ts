import { spawn } from "node:child_process";
import { join } from "node:path";

/** A process of its own: signals end processes. It uses swc as jest does, without a build. */
const PROGRAM = `
const { transformSync } = require("@swc/core");
require("module")._extensions[".ts"] = (module, file) => module._compile(
  transformSync(require("fs").readFileSync(file, "utf8"), { filename: file, jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } }).code, file);
const { closeOnSignals, drainWithin } = require(process.argv[1]);
const app = require("fastify").fastify({ forceCloseConnections: "idle" });
drainWithin(app, 600000);
app.get("/slow", async () => { process.stdout.write("arrived\\n"); await new Promise((go) => setTimeout(go, 300)); return "finished"; });
closeOnSignals(app, async () => { process.stdout.write("store closed\\n"); });
app.listen({ port: 0, host: "127.0.0.1" }).then((address) => process.stdout.write(address + "\\n"));
`;

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s: the running request is answered, the store closed, the process ends with 0",
  async (signal) => {
    const child = spawn(process.execPath, ["-e", PROGRAM, join(__dirname, "../../src/server/shutdown.ts")], {
      cwd: join(__dirname, "../.."),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    let killed = false;
    let answer: Promise<string> | undefined;
    child.stdout.on("data", (chunk) => {
      said += String(chunk);
      const address = /^http:\S+$/m.exec(said)?.[0];
      if (address !== undefined && answer === undefined)
        answer = fetch(`${address}/slow`).then((response) => response.text());
      if (said.includes("arrived") && !killed) killed = child.kill(signal);
    });
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(await answer).toBe("finished");
    expect(said).toContain("store closed");
    expect(code).toBe(0);
  },
);
