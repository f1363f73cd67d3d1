/**
 * Monaco's three background workers, served by the hub itself under names that change with their contents. Monaco asks for
 * one by label; without this it would run its checks on the page's own thread and say so in the console.
 */
import type { PageSettings } from "./settings";

type MonacoHost = typeof globalThis & { MonacoEnvironment?: { getWorker(id: string, label: string): Worker } };

/** Tells Monaco where its workers are. Call before the editors are mounted. Addresses are absolute or relative to the page. */
export function serveWorkers(workers: PageSettings["workers"]): void {
  (globalThis as MonacoHost).MonacoEnvironment = {
    getWorker(_id, label) {
      if (label === "json") return new Worker(workers.json, { name: "json" });
      if (label === "graphql") return new Worker(workers.graphql, { name: "graphql" });
      return new Worker(workers.editor, { name: "editor" });
    },
  };
}
