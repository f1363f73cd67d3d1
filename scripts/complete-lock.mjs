/**
 * `node scripts/complete-lock.mjs [--check]`: writes into package-lock.json the packages for other systems (biome for macOS, swc for
 * Windows …) that npm leaves out when the registry it asked has them not, as a partial mirror does. Without them `npm ci` refuses
 * the lock everywhere (EUSAGE, seen with npm 11.19, 2026-11-22). They get no checksum, because nothing here has seen their bytes.
 * Run it after `npm install` changed the lock; a test says when it was forgotten.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { at, stop } from "./steps/project.mjs";

const PATH = at("package-lock.json");
const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

const lock = JSON.parse(readFileSync(PATH, "utf8"));
const missing = missingPackages(lock.packages);
if (process.argv.includes("--check")) {
  if (missing.length > 0)
    stop(`package-lock.json lacks ${missing.map(([path]) => path).join(", ")}. Run: node scripts/complete-lock.mjs`);
} else if (missing.length > 0) {
  for (const [path, entry] of missing) lock.packages[path] = entry;
  const { "": root, ...others } = lock.packages;
  lock.packages = {
    "": root,
    ...Object.fromEntries(Object.entries(others).sort(([a], [b]) => a.localeCompare(b, "en"))),
  };
  writeFileSync(PATH, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${missing.length} packages for other systems to package-lock.json.`);
}

/** `[path, entry]` for each optional dependency of exact version that no folder above its owner would hold. */
function missingPackages(packages) {
  return Object.entries(packages).flatMap(([owner, entry]) =>
    Object.entries(entry.optionalDependencies ?? {}).flatMap(([name, version]) => {
      if (foldersAbove(owner).some((folder) => packages[`${folder}node_modules/${name}`] !== undefined)) return [];
      if (!/^\d+\.\d+\.\d+$/.test(version))
        throw new Error(`${owner} wants ${name} ${version}: only exact versions can be completed.`);
      return [
        [
          `node_modules/${name}`,
          {
            version,
            ...(entry.dev === true ? { dev: true } : {}),
            license: entry.license,
            optional: true,
            ...limits(name),
          },
        ],
      ];
    }),
  );
}

/** Where a package may be found from its owner's folder, as Node looks: the top, and each folder on the way down. */
function foldersAbove(owner) {
  const parts = owner.split("/node_modules/");
  return ["", ...parts.map((_, index) => `${parts.slice(0, index + 1).join("/node_modules/")}/`)];
}

/** What the package's own manifest would say, read off its name: such packages are named after their system, processor and C library. */
function limits(name) {
  const words = name.split("/").at(-1).split("-");
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`The name ${name} says neither system nor processor.`);
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : undefined;
  return { cpu: [cpu], ...(libc === undefined ? {} : { libc }), os: [os] };
}
