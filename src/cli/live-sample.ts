import type { Engine } from "../datasources/core/engine";
import type { AreaRef, NationalSource, Want } from "../datasources/core/source";
import type { Store } from "../datasources/local/store";
import type { Parts } from "./parts";

/** An engine whose answers all come from the publishers: over a store in memory that is empty, without what replicas share. */
export async function openLiveEngine(parts: Parts): Promise<{ readonly engine: Engine; close(): Promise<void> }> {
  const config = parts.config();
  const { redisUrl: _, ...upstream } = config.upstream;
  const store: Store = await parts.openStore({ kind: "embedded", file: ":memory:" });
  const engine = parts.openEngine({ config: { ...config, upstream }, store });
  const close = async (): Promise<void> => {
    await engine.close();
    await store.db.destroy();
  };
  return { engine, close };
}

/**
 * What a source's declared sample asks for; undefined for a source without figures. Areas come with their boundaries where the source
 * needs them, from the source that has boundaries. Rejects with the fault of that one.
 */
export async function sampleWant(engine: Engine, source: NationalSource): Promise<Want | undefined> {
  const { sample } = source;
  if (sample === undefined) return undefined;
  const indicator = source.wellKnown.find((each) => each.upstreamId === sample.indicator);
  if (indicator === undefined)
    throw new Error(`The sample of ${source.id} names an indicator that it does not declare: ${sample.indicator}.`);
  const areas = source.needs?.includes("boundary") === true ? await withBoundaries(engine, sample.areas) : sample.areas;
  return { indicator, areas, period: sample.period, breakdown: [] };
}

async function withBoundaries(engine: Engine, areas: readonly AreaRef[]): Promise<readonly AreaRef[]> {
  const lacking = areas.filter((area) => area.boundary === undefined);
  const from = engine.sources.find((each) => each.boundaries !== undefined);
  const ask = from?.boundaries;
  if (lacking.length === 0 || from === undefined || ask === undefined) return areas;
  const found = await engine.run(from.id, () => ask.call(from, lacking));
  const byCode = new Map(found.map((boundary) => [boundary.code, boundary]));
  return areas.map((area) => {
    const boundary = area.boundary ?? byCode.get(area.code);
    return boundary === undefined ? area : { ...area, boundary };
  });
}
