import type { Answer, Plan, Result, Step } from "../datasources/core/plan";

/** The same plan; `hear` gets every answer that comes to it, those of its look-ups too. */
export function* overheard<T>(plan: Plan<T>, hear: (answer: Answer) => void): Plan<T> {
  let next = plan.next(undefined);
  while (next.done !== true) {
    let said: unknown;
    try {
      said = yield within(next.value, hear);
    } catch (error) {
      next = plan.throw(error);
      continue;
    }
    if (next.value.kind === "fetch") {
      for (const result of said as readonly Result[]) if (result.ok) hear(result.answer);
    }
    next = plan.next(said);
  }
  return next.value;
}

function within(step: Step, hear: (answer: Answer) => void): Step {
  return step.kind === "lookup" ? { ...step, plan: () => overheard(step.plan(), hear) } : step;
}
