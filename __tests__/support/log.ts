import type { Logger } from '../../src/log.ts';

/** A logger that keeps what it was told. */
export class RecordingLog implements Logger {
  readonly lines: string[] = [];
  readonly debugLines: string[] = [];

  debug(message: string | (() => string)): void {
    this.debugLines.push(typeof message === 'string' ? message : message());
  }

  info(message: string): void {
    this.lines.push(message);
  }

  group<T>(title: string, body: () => Promise<T>): Promise<T> {
    this.lines.push(title);
    return body();
  }
}
