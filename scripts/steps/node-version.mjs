import { manifest, stop } from "./project.mjs";

/**
 * Whether a version is inside a range of `^a.b.c` and `>=a.b.c` parts joined by `||`: the forms that package.json's engines uses.
 * Throws for any other form, so that a new one is not read as "no limit".
 */
export function satisfies(version, range) {
  const have = numbers(version);
  return range.split("||").some((part) => {
    const [, operator, text] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(part.trim()) ?? [];
    if (text === undefined) throw new Error(`scripts/steps/node-version.mjs cannot read the range "${part.trim()}".`);
    const want = numbers(text);
    return (operator === ">=" || have[0] === want[0]) && compare(have, want) >= 0;
  });
}

/** Stops with one line when this Node is not one that package.json names. */
export function checkNode(version = process.versions.node) {
  const range = manifest().engines.node;
  if (!satisfies(version, range))
    stop(`Outturn needs Node ${range}; this is Node ${version}. Install a newer Node and run the command again.`);
}

const numbers = (text) => text.split("-")[0].split(".").map(Number);

function compare(a, b) {
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}
