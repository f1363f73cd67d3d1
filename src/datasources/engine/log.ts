/** Where the engine says what it does: pino's shape. No field ever holds a key: addresses are logged as they were before signing. */
export interface EngineLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
