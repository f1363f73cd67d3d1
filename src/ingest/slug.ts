/** A name as part of an address: small letters and digits joined by hyphens, accents taken off, `&` and `%` in words, at most 160 characters. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll("%", " percent ")
    .replaceAll("+", " plus ")
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 160)
    .replace(/^-+|-+$/g, "");
}
