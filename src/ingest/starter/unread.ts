import type { SourceFolder } from "./files";

/** Files of the publishers' folder that the starter set leaves alone, and why. The first pattern that fits counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^MANIFEST\.json$/, "says where the files come from; it holds no figures"],
  [/^els\/app\/areas-similar\.json$/, "the same lists of neighbours as the publisher's own files"],
  [/^els\/app\/areas-clusters\.json$/, "the same clusters as the publisher's own file"],
  [/^els\/app\//, "tables of the publisher's application, worked out from the lists that are read"],
  [/^els\/raw\/.*\.json$/, "the publisher's descriptions: ours are in our own words"],
  [/^els\/raw\//, "holds no figures"],
  [
    /^areas\/chd2024\/(E14|E22|E23)/,
    "constituencies, safety partnerships and police areas: not part of the set's areas",
  ],
  [/^areas\/mysociety\/uk_local_authorities_future/, "authorities still being planned"],
  [/^areas\/mysociety\//, "worked out from the register of authorities that is read"],
  [/^areas\/digital-land\//, "bodies that are no councils"],
  [/^areas\/lookups\//, "worked out from the histories and lookups that are read, or of an edition before them"],
  [/^areas\/lists\//, "older or narrower than the lists that are read"],
  [/^areas\//, "not needed for the set's areas"],
  [/^neighbours\/.*descriptions/, "the publisher's descriptions of its clusters: not carried over"],
];

/** Names in the report every file of the folder that was not read. */
export function tellUnread(folder: SourceFolder): void {
  for (const file of folder.list()) {
    if (folder.report.knows(file)) continue;
    const reason = REASONS.find(([pattern]) => pattern.test(file))?.[1] ?? "not known to this version of the build";
    folder.report.unread(file, reason);
  }
}
