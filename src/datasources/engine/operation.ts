import { type CallBudget, type EngineAnswer, type PlannedCalls, type SourceWants, TooManyCalls } from "../core/engine";
import { grouped } from "../core/packing";
import type { Clock } from "./clock";
import type { Desk } from "./desk";
import { planMs } from "./refresh";
import { SourceAsk } from "./source-ask";
import { BudgetUsedUp, type Patience, Spending } from "./spending";

/**
 * How long all sources wait for each other's plans, so that the requests of all are counted before any is sent. A source whose look-ups
 * take longer is counted when it comes, and holds up nobody.
 */
const PLAN_TOGETHER_MS = 1_000;

/** Answers the wants of one operation from all their sources side by side. Rejects with TooManyCalls. */
export async function answer(
  desks: ReadonlyMap<string, Desk>,
  wants: readonly SourceWants[],
  budget: CallBudget,
  clock: Clock,
): Promise<EngineAnswer> {
  const until = clock.steady() + (budget.until - clock.now());
  const asks = asksOf(desks, wants, budget, until, clock);
  const plans = new Map<SourceAsk, PlannedCalls>();
  const begun = asks.map(async (ask) => {
    plans.set(ask, await ask.begin(false));
  });
  await together(begun, Math.min(PLAN_TOGETHER_MS, until - clock.steady()), clock);
  const counted = new Map(asks.flatMap((ask) => [...plans].filter(([each]) => each === ask)));
  const calls = [...counted.values()].reduce((sum, plan) => sum + plan.calls, 0);
  if (budget.spent + calls > budget.most) {
    for (const ask of asks) ask.withdraw();
    const sent = asks.reduce((sum, ask) => sum + ask.spending.sent, 0);
    const plan = [...counted].map(([ask, part]) => ({ ...part, calls: part.calls + ask.spending.sent }));
    throw new TooManyCalls(plan, budget.most, budget.spent - sent);
  }
  for (const [ask, plan] of counted) send(ask, plan);
  asks.forEach((ask, place) => {
    if (counted.has(ask)) return;
    void begun[place]?.then(() => {
      const plan = plans.get(ask);
      if (plan === undefined) return;
      if (budget.spent + plan.calls > budget.most) ask.withdraw(new BudgetUsedUp(budget.most));
      else send(ask, plan);
    });
  });
  await Promise.all(asks.map((ask) => ask.collect(until)));
  const parts = asks.map((ask) => ({ ask, series: ask.series() }));
  return {
    series: new Map(parts.flatMap(({ series }) => [...series])),
    uses: parts.map(({ ask, series }) => ask.use(series)),
  };
}

/** What `answer` would do. Sends requests for look-ups only. */
export async function forecast(
  desks: ReadonlyMap<string, Desk>,
  wants: readonly SourceWants[],
  budget: CallBudget,
  clock: Clock,
): Promise<readonly PlannedCalls[]> {
  const until = clock.steady() + (budget.until - clock.now());
  const asks = asksOf(desks, wants, budget, until, clock);
  const plans = await Promise.all(asks.map((ask) => ask.begin(true)));
  for (const ask of asks) ask.withdraw();
  return plans;
}

function send(ask: SourceAsk, plan: PlannedCalls): void {
  ask.spending.reserve(plan.calls);
  ask.go();
}

function asksOf(
  desks: ReadonlyMap<string, Desk>,
  wants: readonly SourceWants[],
  budget: CallBudget,
  until: number,
  clock: Clock,
): readonly SourceAsk[] {
  const bySource = grouped(wants, (each) => each.source);
  return [...bySource].map(([id, some]) => {
    const desk = desks.get(id);
    if (desk === undefined) throw new Error(`There is no source named ${id}.`);
    const own = clock.steady() + planMs(desk.source.limits.timeoutMs);
    const patience: Patience = {
      // While its callers wait, a request that would have to wait longer than they do says so at once.
      waitUntil: () => (clock.steady() < until ? until : own),
      end: Math.max(own, until),
    };
    const all = some.flatMap((each) => each.wants);
    return new SourceAsk(desk, all, patience, new Spending(budget));
  });
}

/** Waits for all, or for so many milliseconds. */
async function together(promises: readonly Promise<void>[], millis: number, clock: Clock): Promise<void> {
  let cancel = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(millis, resolve);
  });
  await Promise.race([Promise.all(promises), late]);
  cancel();
}
