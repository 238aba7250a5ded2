/**
 * Where the stages tell what they do. The toolkit's adapter makes every line harmless before it is printed
 * (`src/toolkit/workflow.ts`), so a stage passes names and messages on as they are.
 */
export interface Logger {
  /** Shown only when debug logging is on; a function is called only then. */
  debug(message: string | (() => string)): void;
  info(message: string): void;
  /** Runs `body` inside a collapsible group of the log. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
}
