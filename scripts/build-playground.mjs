/**
 * Bundles the playground (GraphiQL, Monaco, React) and the pages' style sheet into dist/playground, minified, with names that
 * change with the contents, and with brotli and gzip copies so that the server never compresses five megabytes on the fly.
 * Does nothing when no input changed: stamp.json beside the result holds a hash of the sources, this file and the versions bundled.
 *
 *   node scripts/build-playground.mjs [--force]
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const sources = join(root, "src/playground");
const pages = join(root, "src/server/pages");
const siteStyle = join(pages, "site.css");
const target = join(root, "dist/playground");
const BUNDLED = [
  "graphiql",
  "@graphiql/react",
  "monaco-editor",
  "monaco-graphql",
  "react",
  "react-dom",
  "graphql",
  "esbuild",
];

/** Hash of all that decides the result. */
function stampOf() {
  const hash = createHash("sha256");
  const within = (folder, pattern) =>
    readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name));
  for (const file of [...within(sources, /./), ...within(pages, /\.css$/), fileURLToPath(import.meta.url)]) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  for (const name of BUNDLED) {
    hash.update(
      `${name}@${JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version}\n`,
    );
  }
  return hash.digest("hex");
}

/**
 * GraphiQL's style sheet carries Roboto and Fira Code as 360 kB of base64 that gzip cannot shrink; the system's own fonts do.
 * Monaco's icon font (codicon) stays.
 */
const leanStyles = {
  name: "lean-styles",
  setup(build) {
    build.onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, ({ path }) => {
      const css = readFileSync(path, "utf8");
      const kept = css.replace(/@font-face\s*\{[^}]*\}/g, (face) => (face.includes("codicon") ? face : ""));
      return { contents: kept, loader: "css" };
    });
    // GraphiQL's style sheet holds all of Monaco's styles already.
    build.onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: "", loader: "css" }));
  },
};

/** Three bundles: the page (split, so that the frame shows before Monaco is there), the workers (classic scripts, one file each), the style sheet of the other pages. */
async function bundle(outdir) {
  const esbuild = await import("esbuild");
  const common = {
    bundle: true,
    minify: true,
    metafile: true,
    target: "es2022",
    legalComments: "none",
    outdir,
    logLevel: "error",
    absWorkingDir: root,
  };
  const page = esbuild.build({
    ...common,
    entryPoints: { playground: join(sources, "main.tsx") },
    format: "esm",
    splitting: true,
    jsx: "automatic",
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfig: join(sources, "tsconfig.json"),
    plugins: [leanStyles],
  });
  const workers = esbuild.build({
    ...common,
    entryPoints: {
      "worker-editor": "monaco-editor/esm/vs/editor/editor.worker.js",
      "worker-json": "monaco-editor/esm/vs/language/json/json.worker.js",
      "worker-graphql": "monaco-graphql/esm/graphql.worker.js",
    },
    format: "iife",
    entryNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const site = esbuild.build({ ...common, entryPoints: { site: siteStyle }, entryNames: "[name]-[hash]" });
  return (await Promise.all([page, workers, site])).flatMap((result) => Object.entries(result.metafile.outputs));
}

/** Which file plays which part, for the server; `parts` are what the first screen also needs, to be fetched at once. */
function manifestOf(outputs) {
  const named = (start, end) => {
    const found = outputs
      .map(([path]) => basename(path))
      .find((name) => name.startsWith(`${start}-`) && name.endsWith(end));
    if (found === undefined) throw new Error(`The bundler made no ${start}…${end}`);
    return found;
  };
  const entry = outputs.find(([path]) => basename(path) === named("playground", ".js"))[1];
  return {
    script: named("playground", ".js"),
    style: named("playground", ".css"),
    site: named("site", ".css"),
    parts: entry.imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path)),
    workers: {
      editor: named("worker-editor", ".js"),
      json: named("worker-json", ".js"),
      graphql: named("worker-graphql", ".js"),
    },
  };
}

/** Writes .br and .gz beside each text file. Brotli 9, not 11: 2 % larger, ten times faster at a stranger's first start. */
async function compressAll(folder) {
  const br = promisify(brotliCompress);
  const gz = promisify(gzip);
  await Promise.all(
    readdirSync(folder)
      .filter((name) => /\.(js|css)$/.test(name))
      .map(async (name) => {
        const bytes = readFileSync(join(folder, name));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_LGWIN]: 22,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        };
        const [small, zipped] = await Promise.all([br(bytes, { params }), gz(bytes, { level: 9 })]);
        writeFileSync(join(folder, `${name}.br`), small);
        writeFileSync(join(folder, `${name}.gz`), zipped);
      }),
  );
}

const stamp = stampOf();
const stampFile = join(target, "stamp.json");
const same = existsSync(stampFile) && JSON.parse(readFileSync(stampFile, "utf8")).stamp === stamp;
if (!same || process.argv.includes("--force")) {
  // Built aside and moved whole: a kill half-way leaves the old playground, never half of a new one.
  const making = `${target}.${process.pid}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    const outputs = await bundle(making);
    await compressAll(making);
    writeFileSync(join(making, "manifest.json"), JSON.stringify(manifestOf(outputs), null, 2));
    writeFileSync(join(making, "stamp.json"), JSON.stringify({ stamp }));
    rmSync(target, { recursive: true, force: true });
    renameSync(making, target);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
