import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ROOT } from "./project.mjs";

/**
 * Runs a program to its end in the checkout, in this terminal unless `options.stdio` says otherwise.
 * Resolves to its exit code (128 + signal number when a signal ended it, as shells count). Rejects when it cannot be started.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options });
    options.onStart?.(child);
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal === null ? code : 128 + constants.signals[signal]));
  });
}

/** Runs a program quietly; its output is shown only when it fails. Resolves to `{ name, code, output, seconds }`. */
export async function runQuietly(name, command, args, options = {}) {
  const started = process.hrtime.bigint();
  let output = "";
  const code = await run(command, args, {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
    onStart: (child) => {
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text) => (output += text));
    },
  });
  return { name, code, output, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

/** Runs npm with the npm that started this script, else with the one on PATH. */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  if (own?.endsWith(".js")) return run(process.execPath, [own, ...args], options);
  return process.platform === "win32" ? run("npm.cmd", args, { shell: true, ...options }) : run("npm", args, options);
}

/**
 * Passes the signals that end a program on to a child. A terminal sends Ctrl-C to the whole foreground group itself, so SIGINT is
 * passed on only where there is no terminal: twice would read as "stop at once".
 */
export function passSignals(child) {
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => {
    if (process.stdin.isTTY !== true) child.kill("SIGINT");
  });
}
