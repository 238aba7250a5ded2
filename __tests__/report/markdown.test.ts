import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { code, link, prose, row, urlPath } from '../../src/report/markdown.ts';
import { shorten, visible } from '../../src/report/visible.ts';
import { encodePath } from '../../src/selection/path.ts';
import { hostile } from './hostile.ts';

const github = markdownIt({ html: true, linkify: true });
const decode = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

describe('code', () => {
  it('shows the text as it is, and nothing else comes of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visible(text);
        const html = github.renderInline(code(text));
        expect(decode(html)).toBe(shown === '' ? '' : `<code>${shown}</code>`);
      }),
    );
  });

  it('stays in its cell of a table', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        fc.pre(visible(a) !== '' && visible(b) !== '');
        const html = github.render(`${row(['x', 'y'])}\n|---|---|\n${row([code(a), code(b)])}\n`);
        const cells = [...html.matchAll(/<td>(.*)<\/td>/g)].map(([, cell]) => decode(cell ?? ''));
        expect(cells).toEqual([`<code>${visible(a)}</code>`, `<code>${visible(b)}</code>`]);
      }),
    );
  });
});

describe('prose', () => {
  it.each([
    ['The request body is not valid.', 'The request body is not valid.'],
    ['`token` is empty, so nothing was sent.', '`token` is empty, so nothing was sent.'],
    ['`conversion`: the glob "config/**" matches no file.', '`conversion`: the glob "`config/**`" matches no file.'],
    ['Mail a@b.cd, or see https://x.yz/a_b.', 'Mail `a@b.cd`, or see `https://x.yz/a_b`.'],
    ["It's 3.5 % – not (quite) 1,000!", "It's 3.5 `%` – not (quite) 1,000!"],
    ['1. first', '1\\. first'],
    ['- first', '\\- first'],
    ['see #12 and GH-7', 'see `#12` and `GH-7`'],
    ['at x-4f1c2ab9 or Ⰰ4f1c2ab9', 'at `x-4f1c2ab9` or `Ⰰ4f1c2ab9`'],
    ['a stray ` tick', 'a stray `` ` `` tick'],
    ['two\nlines', 'two lines'],
    ['Größe passt nicht.', 'Größe passt nicht.'],
  ])('%j', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  it('has no element but code, and no text that GitHub would link', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        // At the beginning of a paragraph, of an item of a list, and in a cell.
        for (const markdown of [prose(text), `- ${prose(text)}`, `${row(['x'])}\n|---|\n${row([prose(text)])}`]) {
          const html = github.render(markdown);
          const allowed = /^<\/?(code|p|ul|li|table|thead|tbody|tr|th|td)>$/;
          expect((html.match(/<[^>]*>/g) ?? []).filter((tag) => !allowed.test(tag))).toEqual([]);
          expect(html.replace(/<code>.*?<\/code>/gs, '')).not.toMatch(
            /[@#*_~$[\]|`\\]|:\/\/|www\.|\b(?=\w*\d)[0-9a-f]{7,40}\b/,
          );
        }
      }),
    );
  });

  it('loses no letter', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const letters = (of: string) => visible(of.replace(/\s+/g, ' ')).replace(/[\s`]/g, '');
        const shown = decode(github.renderInline(prose(text)).replace(/<\/?code>/g, ''));
        expect(shown.replace(/[\s`]/g, '')).toBe(letters(text));
      }),
    );
  });
});

describe('a path in a URL', () => {
  it('is its bytes, and nothing in it ends the link', () => {
    fc.assert(
      fc.property(hostile, (path) => {
        const url = urlPath(path);
        expect(url).toMatch(/^[A-Za-z0-9\-._~/%]*$/);
        const bytes = Buffer.from(
          url.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        );
        expect(bytes.equals(encodePath(path))).toBe(true);
        const html = github.renderInline(link('x', `https://github.com/a/b/blob/c/${url}`));
        expect(html).toMatch(/^<a href="https:\/\/github\.com\/a\/b\/blob\/c\/[^"]*">x<\/a>$/);
      }),
    );
  });
});

describe('visible', () => {
  it('leaves nothing that hides or reorders text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(visible(text)).toMatch(/^(?:\P{C}|\u200c|\u200d|\p{Co}|\p{Cn})*$/u);
        expect(visible(text)).not.toContain('##[');
      }),
    );
    expect(visible('a\u202eb\u200bc\u{e0041}\udce9')).toBe('a\\u{202e}b\\u{200b}c\\u{e0041}\\xe9');
    expect(visible('a ##[error]x')).toBe('a # #[error]x');
    expect(visible('👩‍👧 ok')).toBe('👩‍👧 ok');
  });
});

describe('shorten', () => {
  it('keeps both ends, and is no longer than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 50 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        if (text.length <= length) expect(short).toBe(text);
      }),
    );
    expect(shorten('config/integrations/twilio.yml', 15)).toBe('confi…wilio.yml');
  });
});
