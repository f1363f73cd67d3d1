import { readIsoPeriod } from "../../schema/values/period";
import { readPinnedKey } from "../core/as-known";
import type * as p from "../core/ports";
import type * as r from "../core/records";
import { readKeyOn } from "./boundaries/derived-figure";
import { readMadeKey } from "./made-figure";
import { readRolledKey } from "./roll-up";

/** What the key of a figure says of it: which figure, and with which options it was had. */
export interface FigureKey {
  readonly indicator: r.IndicatorRecord;
  readonly area: string;
  /** ISO 8601. */
  readonly period: string;
  readonly breakdown: readonly p.BreakdownFilter[];
  /** Undefined for a figure as it is published now. */
  readonly options?: p.ValueOptions;
}

/** A key as `figureKey` and the options' own marks made it; undefined for what is none, or names an indicator that there is not. */
export function readFigureKey(catalogue: p.Catalogue, key: string): FigureKey | undefined {
  const { key: published, options: made } = readMadeKey(key);
  const { asOf, key: unpinned } = readPinnedKey(published);
  const { key: placed, ...boundaries } = readKeyOn(unpinned);
  const { key: own, rolledUp } = readRolledKey(placed);
  const [slug = "", area = "", period = "", ...rest] = own.split("|");
  const indicator = catalogue.indicatorBySlug(slug);
  if (indicator === undefined || readIsoPeriod(period)?.id !== period) return undefined;
  const breakdown = rest.flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [{ dimension: part.slice(0, at), members: [part.slice(at + 1)] }];
  });
  const isPlain = asOf === undefined && !rolledUp && made === undefined && boundaries.boundaries === undefined;
  if (isPlain) return { indicator, area, period, breakdown };
  const options = {
    allowStale: true,
    ...made,
    ...boundaries,
    ...(asOf === undefined ? {} : { asOf }),
    ...(rolledUp ? { rollUp: true } : {}),
  };
  return { indicator, area, period, breakdown, options };
}
