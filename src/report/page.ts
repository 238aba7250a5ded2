import { row } from './markdown.ts';
import { number } from './wording.ts';

/** A chapter of rows. */
export interface Chapter {
  readonly title: string;
  /** Beside the title of a folded chapter. */
  readonly subtitle?: string;
  /** Paragraphs above the rows, in Markdown. */
  readonly intro?: readonly string[];
  /** Column titles; absent: the rows are the lines of a list. */
  readonly columns?: readonly string[];
  /** Lines of Markdown, made as they are needed. */
  readonly rows: Iterable<string>;
  /** How many rows there are. */
  readonly count: number;
  /** How many of them are open to see; the others are folded. */
  readonly open: number;
  /** Folds the whole chapter under its title. */
  readonly folded?: boolean;
}

/** Markdown that grows up to a number of bytes. What comes first goes before what comes later. */
export class Page {
  readonly #lines: string[] = [];
  #bytesLeft: number;
  #rows = 0;
  #rowsCut = 0;

  /** @param maxBytes most bytes in UTF-8; titles and notes of what was cut may go beyond by about 1 KiB a chapter */
  constructor(maxBytes: number) {
    this.#bytesLeft = maxBytes;
  }

  get rows(): number {
    return this.#rows;
  }

  get rowsCut(): number {
    return this.#rowsCut;
  }

  toString(): string {
    return this.#lines.join('\n');
  }

  add(...paragraphs: readonly string[]): void {
    for (const paragraph of paragraphs) this.#write(paragraph, '');
  }

  /** Adds as many rows as there is room for, and says how many there was none for. */
  addChapter({ title, subtitle, intro = [], columns, rows, count, open, folded = false }: Chapter): void {
    if (count === 0) return;
    const head = columns ? [row(columns), `|${columns.map(() => ':--').join('|')}|`] : [];
    const name = `(${number(count)})${subtitle ? `: ${subtitle}` : ''}`;
    if (folded) this.#openFold(`<b>${title}</b> ${name}`);
    else this.add(`#### ${title} ${name}`);
    this.add(...intro);
    let shown = 0;
    for (const line of rows) {
      const fold = shown === open && !folded;
      const bytes = Buffer.byteLength(line) + 1;
      if (bytes > this.#bytesLeft) break;
      if (fold) {
        if (shown > 0) this.#write('');
        this.#openFold(open === 0 ? `Show all ${number(count)}` : `… and ${number(count - open)} more`);
      }
      if (shown === 0 || fold) this.#write(...head);
      this.#write(line);
      shown += 1;
    }
    if (shown > 0) this.#write('');
    // A note inside of the fold, unless the fold is all that there is.
    if (shown < count) {
      const what =
        shown === 0 ? `These ${number(count)} rows` : `${number(count - shown)} of these ${number(count)} rows`;
      this.add(`*${what} are cut here.*`);
    }
    if (folded || shown > open) this.add('</details>');
    this.#rows += count;
    this.#rowsCut += count - shown;
  }

  #openFold(summary: string): void {
    this.#write(`<details><summary>${summary}</summary>`, '');
  }

  #write(...lines: readonly string[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#bytesLeft -= Buffer.byteLength(line) + 1;
    }
  }
}
