/**
 * Where the stages tell what they do. The toolkit's adapter makes every line harmless before it is printed
 * (`src/toolkit/workflow.ts`), so a stage passes names and messages on as they are.
 */
export interface Logger {
  /** Whether debug logging is on: what takes work to tell is told only then. */
  readonly isDebug: boolean;
  /** Shown only when debug logging is on. */
  debug(message: string): void;
  info(message: string): void;
  /** Runs `body` inside a collapsible group of the log. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
}
