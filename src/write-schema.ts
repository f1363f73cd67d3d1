import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RESOLVERS } from "./resolvers";
import { buildGraph, printGraph } from "./schema/build";

/** `npm run schema:write`: writes the schema that the code makes over the golden file. */
const target = join(__dirname, "..", "src", "schema", "schema.graphql");
writeFileSync(target, printGraph(buildGraph(RESOLVERS)));
process.stdout.write(`${target}\n`);
