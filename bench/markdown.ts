/** A Markdown table; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const numeric = head.map((_, column) => rows.every((row) => /^[\d.,~–≤ ]*$/.test(String(row[column] ?? ''))));
  return [line(head), line(numeric.map((right) => (right ? '--:' : ':--'))), ...rows.map(line)].join('\n');
}

/** A heading with what stands under it. */
export interface Section {
  readonly title: string;
  readonly body: string;
}

/** Measurements of one kind, as they are kept in `docs/`. */
export interface Page {
  /** Its name in `docs/`. */
  readonly file: string;
  readonly title: string;
  readonly intro: string;
  /** Measured one after the other; `quick` ones give rough figures only. */
  sections(quick: boolean): readonly (() => Section | Promise<Section>)[];
}

export const fixed = (value: number, digits: number): string => value.toFixed(digits);
