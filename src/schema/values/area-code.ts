/** Shapes of the codes that areas go by. A right shape does not say that the area exists. */

const GSS = /^[EJKLMNSW]\d{8}$/;
const ITL = /^TL[A-Z][0-9A-Z]{0,3}$/;

/** Nine characters of the ONS code system: a letter for the country (K, J, L and M stand for several) and eight digits. */
export function isGssCode(text: string): boolean {
  return GSS.test(text);
}

/** A code of the International Territorial Levels (TLC, TLC1, TLC11, and combined districts), which stands where an area has no GSS code. */
export function isItlCode(text: string): boolean {
  return ITL.test(text);
}

/** Whether the text has the shape of an area code: exactly that, with no spaces and no letters that only look alike. */
export function isAreaCode(text: string): boolean {
  return isGssCode(text) || isItlCode(text);
}
