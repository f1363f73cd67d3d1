/**
 * What the caller got wrong: names the argument and says what would be right. The server turns it into a GraphQL error with the
 * code BAD_USER_INPUT; nothing else that is thrown reaches a client in its own words.
 */
export class CallerError extends Error {
  readonly argument: string;
  readonly expected: string;

  constructor(message: string, argument: string, expected: string) {
    super(message);
    this.name = "CallerError";
    this.argument = argument;
    this.expected = expected;
  }
}
