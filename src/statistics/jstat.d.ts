/** The part of jstat 1.9.6 (MIT) that is used; it ships no types of its own. */
declare module "jstat" {
  export const jStat: {
    readonly gamma: { inv(p: number, shape: number, scale: number): number };
    readonly normal: { cdf(x: number, mean: number, deviation: number): number };
    readonly chisquare: { cdf(x: number, freedom: number): number };
    /** Regularised lower incomplete gamma function P(a, x). */
    lowRegGamma(a: number, x: number): number;
  };
}
