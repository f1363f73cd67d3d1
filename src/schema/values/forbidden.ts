/**
 * What the caller may not do. The server turns it into a GraphQL error with the code FORBIDDEN. The words say what would let them, and are
 * the same for a wrong key as for none.
 */
export class Forbidden extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Forbidden";
  }
}
