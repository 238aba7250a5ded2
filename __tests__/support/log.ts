import type { Logger } from '../../src/log.ts';

/** A logger that keeps what it was told. */
export class RecordingLog implements Logger {
  readonly isDebug = true;
  readonly lines: string[] = [];
  readonly debugLines: string[] = [];

  debug(message: string): void {
    this.debugLines.push(message);
  }

  info(message: string): void {
    this.lines.push(message);
  }

  group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.lines.push(title);
    return body();
  }
}
