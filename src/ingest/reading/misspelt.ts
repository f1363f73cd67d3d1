/**
 * The known name that another is a slip of: equal but for case, spaces and signs, or one letter added, left out, changed or put in its
 * neighbour's place; or its beginning, as where a line broke inside the header. Undefined for a known name itself and for one that is like none.
 */
export function meantBy(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const letters = lettersOf(name);
  if (letters === "") return undefined;
  return known.find((each) => lettersOf(each).startsWith(letters) || isOneSlip(lettersOf(each), letters));
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
