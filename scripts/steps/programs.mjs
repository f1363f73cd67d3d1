import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where servers lie that an ordinary user's PATH leaves out (Debian, Homebrew, Red Hat). */
const MORE_PLACES = ["/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin", "/usr/libexec"];

/** Full path of a program on PATH or in the places where servers lie; undefined when there is none. */
export function findProgram(name) {
  const places = [...(process.env.PATH ?? "").split(delimiter), ...MORE_PLACES];
  return places.map((place) => join(place, name)).find(isExecutable);
}

/** A Chromium that CHROMIUM_PATH or PATH names, or undefined. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== "") return isExecutable(named) ? named : undefined;
  return ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
    .map(findProgram)
    .find((path) => path !== undefined);
}

/** Whether Debian's packages can be installed here: root, with apt-get. */
export const canInstallPackages = () =>
  process.getuid?.() === 0 && existsSync("/etc/debian_version") && findProgram("apt-get") !== undefined;

/** Installs a Debian package. Returns undefined, or why it did not work (last lines of apt's own words). */
export function installPackage(name) {
  console.log(`Installing Debian's ${name} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-q"], { env, encoding: "utf8" });
  const done = spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], {
    env,
    encoding: "utf8",
  });
  if (done.status === 0) return undefined;
  return `${done.stderr ?? ""}`.trim().split("\n").slice(-2).join(" ");
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
