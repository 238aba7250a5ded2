import { describe, expect, it } from '@jest/globals';
import { type Chapter, Page } from '../../src/report/page.ts';

const ROW = '- 123456'; // 9 bytes with its line break

function page(maxBytes: number, ...chapters: readonly Partial<Chapter>[]) {
  const made = new Page(maxBytes);
  for (const chapter of chapters) {
    const { count = 3 } = chapter;
    made.addChapter({ title: 'Rows', rows: new Array(count).fill(ROW), count, open: count, ...chapter });
  }
  return { text: made.toString(), rows: made.rows, cut: made.rowsCut };
}

describe('a chapter', () => {
  it('without rows is left out', () => {
    expect(page(1000, { count: 0, intro: ['Not told.'] })).toEqual({ text: '', rows: 0, cut: 0 });
  });

  it('has its title, what is to be said first, and its rows', () => {
    expect(page(1000, { count: 2, subtitle: 'all new', intro: ['One.', 'Two.'] }).text).toBe(
      `#### Rows (2): all new\n\nOne.\n\nTwo.\n\n${ROW}\n${ROW}\n`,
    );
  });

  it('of a table has the head once, over the first row', () => {
    expect(page(1000, { count: 2, columns: ['A', 'B'] }).text).toBe(
      `#### Rows (2)\n\n| A | B |\n|:--|:--|\n${ROW}\n${ROW}\n`,
    );
  });

  it('shows as many rows as are to be open, and folds the others under a head of their own', () => {
    expect(page(1000, { count: 3, open: 2, columns: ['A'] }).text).toBe(
      `#### Rows (3)\n\n| A |\n|:--|\n${ROW}\n${ROW}\n\n<details><summary>… and 1 more</summary>\n\n| A |\n|:--|\n${ROW}\n\n</details>\n`,
    );
    expect(page(1000, { count: 1, open: 0 }).text).toBe(
      `#### Rows (1)\n\n<details><summary>Show all 1</summary>\n\n${ROW}\n\n</details>\n`,
    );
  });

  it('that is folded as a whole has its title in the fold', () => {
    expect(page(1000, { count: 1, open: 0, folded: true, columns: ['A'] }).text).toBe(
      `<details><summary><b>Rows</b> (1)</summary>\n\n| A |\n|:--|\n${ROW}\n\n</details>\n`,
    );
  });
});

describe('a page that is full', () => {
  const title = '#### Rows (3)\n\n'.length;

  it('takes a row as long as it fits, to the byte', () => {
    const room = title + 3 * (ROW.length + 1);
    expect(page(room, {}).cut).toBe(0);
    expect(page(room - 1, {})).toEqual({
      text: `#### Rows (3)\n\n${ROW}\n${ROW}\n\n*1 of these 3 rows are cut here.*\n`,
      rows: 3,
      cut: 1,
    });
  });

  it('says so where no row fits', () => {
    expect(page(title, {}).text).toBe('#### Rows (3)\n\n*These 3 rows are cut here.*\n');
    expect(page(title, { open: 0 }).text).toBe('#### Rows (3)\n\n*These 3 rows are cut here.*\n');
    expect(page(title, { folded: true, open: 0 }).text).toBe(
      '<details><summary><b>Rows</b> (3)</summary>\n\n*These 3 rows are cut here.*\n\n</details>\n',
    );
  });

  it('says so inside of the fold when rows in it are cut', () => {
    const fold = '\n<details><summary>… and 2 more</summary>\n\n'.length;
    expect(page(title + 2 * (ROW.length + 1) + fold, { open: 1 }).text).toBe(
      `#### Rows (3)\n\n${ROW}\n\n<details><summary>… and 2 more</summary>\n\n${ROW}\n\n*1 of these 3 rows are cut here.*\n\n</details>\n`,
    );
  });

  it('counts the bytes of UTF-8, not the characters', () => {
    expect(page(title + 3 * (ROW.length + 1), { rows: ['- ééé456', ROW, ROW] }).cut).toBe(1);
  });

  it('counts the rows of all chapters', () => {
    expect(page(2 * title + 4 * (ROW.length + 1) + 1, {}, {})).toMatchObject({ rows: 6, cut: 2 });
  });
});
