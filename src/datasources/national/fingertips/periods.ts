import { readIsoPeriod } from "../../../schema/values/period";

/** Fingertips' numbers of the kinds of year (server source of 2020-01): the text "2019/20" needs them. */
export const YEAR_TYPES = { calendar: 1, financial: 2, academic: 3 } as const;

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Months since the year 0: the first inside, and the first after it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The ISO id of a period as Fingertips writes it: "2015", "2016 - 18", "2010/11", "2016/17 - 18/19", "2020 Q1", "2020/21 Q1",
 * "2020 Q2 - 2021 Q1", "2020/21 Q1-Q2", "Jan 2020", "Aug 2019 - Jul 2020" (forms of the server's own formatter, 2020-01).
 * `yearType` says whether "2010/11" is a financial year (2) or an academic one (3), which the hub begins on 1 September. Undefined for
 * other texts, and for lengths that no period type of the hub has (six months, ten years).
 */
export function fingertipsPeriod(text: string, yearType: number | undefined): string | undefined {
  const span = spanOf(text.trim().replace(/\s+/g, " "), yearType);
  if (span === undefined) return undefined;
  const months = span.to - span.from;
  const year = Math.floor(span.from / 12);
  const start = `${year}-${String((span.from % 12) + 1).padStart(2, "0")}-01`;
  return readIsoPeriod(`${start}/${months % 12 === 0 ? `P${months / 12}Y` : `P${months}M`}`)?.id;
}

function spanOf(text: string, yearType: number | undefined): Span | undefined {
  const quarters = /^(\d{4}(?:\/\d{2})?) Q([1-4])-Q([1-4])$/.exec(text);
  if (quarters !== null) {
    const first = one(`${quarters[1]} Q${quarters[2]}`, yearType);
    const last = one(`${quarters[1]} Q${quarters[3]}`, yearType);
    return joined(first, last);
  }
  const [begin = "", end, more] = text.split(" - ");
  if (more !== undefined) return undefined;
  const first = one(begin, yearType);
  if (end === undefined || first === undefined) return first;
  const century = begin.slice(0, 2);
  const short = /^(\d{2})(\/\d{2})?$/.exec(end);
  if (short === null) return joined(first, one(end, yearType));
  // "1999 - 01" and "1999/00 - 01/02": the next year that ends so.
  const same = `${century}${end}`;
  const whole = Number(same.slice(0, 4)) < Number(begin.slice(0, 4)) ? `${Number(century) + 1}${end}` : same;
  return joined(first, one(whole, yearType));
}

function joined(first: Span | undefined, last: Span | undefined): Span | undefined {
  return first === undefined || last === undefined || last.to <= first.from
    ? undefined
    : { from: first.from, to: last.to };
}

function one(text: string, yearType: number | undefined): Span | undefined {
  const month = /^([A-Z][a-z]{2}) (\d{4})$/.exec(text);
  if (month !== null) {
    const place = MONTHS.indexOf((month[1] ?? "").toLowerCase());
    return place < 0 ? undefined : { from: Number(month[2]) * 12 + place, to: Number(month[2]) * 12 + place + 1 };
  }
  const found = /^(\d{4})(?:\/(\d{2}))?(?: Q([1-4]))?$/.exec(text);
  if (found === null) return undefined;
  const year = Number(found[1]);
  const isSplit = found[2] !== undefined;
  if (isSplit && Number(found[2]) !== (year + 1) % 100) return undefined;
  const begins = !isSplit ? 0 : yearType === YEAR_TYPES.academic ? 8 : 3;
  // "2010/11" by itself could be either year; of an academic year the quarters are not defined.
  if (isSplit && yearType === undefined) return undefined;
  if (!isSplit && (yearType === YEAR_TYPES.financial || yearType === YEAR_TYPES.academic)) return undefined;
  if (found[3] === undefined) return { from: year * 12 + begins, to: year * 12 + begins + 12 };
  if (begins === 8) return undefined;
  const from = year * 12 + begins + (Number(found[3]) - 1) * 3;
  return { from, to: from + 3 };
}
