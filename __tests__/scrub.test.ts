import { describe, expect, it } from '@jest/globals';
import { OWN_WORDS } from '../src/report/report.ts';
import { scrubAll, scrubber } from '../src/scrub.ts';

describe('a secret', () => {
  const secret = 'ab\\c\\\\\\\\d-e"f';

  it.each([
    ['as it is', secret],
    ['escaped for JSON', JSON.stringify(secret).slice(1, -1)],
    ['escaped twice', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['in a URL', encodeURIComponent(secret)],
    ['escaped twice in a URL', encodeURIComponent(encodeURIComponent(secret))],
    ['escaped for HTML', secret.replaceAll('"', '&quot;')],
    ['escaped twice for HTML', secret.replaceAll('"', '&amp;quot;')],
    ['split', secret.replace('-', ' \u200b- ')],
    ['in other case', secret.toUpperCase()],
    ['in base64', Buffer.from(`Bearer ${secret}`).toString('base64')],
    ['in base64 of many lines', Buffer.from(`Bearer ${secret}`).toString('base64').replace(/.{8}/g, '$&\r\n')],
    ['in base64 of many lines in JSON', Buffer.from(`Bearer ${secret}`).toString('base64').replace(/.{8}/g, '$&\\n')],
    ['in hexadecimal', Buffer.from(`Bearer ${secret}`).toString('hex').toUpperCase()],
    ['as a dump', [...Buffer.from(secret)].map((byte) => byte.toString(16)).join(' ')],
    ['as bytes of a program', `[${[...Buffer.from(secret)].map((byte) => `0x${byte.toString(16)}`).join(', ')}]`],
  ])('is taken out %s', (_, form) => {
    const left = scrubber([secret])(`before ${form} after`);
    expect(left).toMatch(/^before .*\*\*\*.* after$/s);
    expect(left).not.toContain('-e');
  });

  const plain = 'hood-7f3c9a5e1b8d2460';

  it.each([
    ['combining marks', '\u034f'],
    ['strokes', '\u0336'],
    ['variation selectors', '\ufe0f'],
    ['fillers of Hangul', '\u3164'],
    ['empty patterns of Braille', '\u2800'],
    ['soft hyphens', '\u00ad'],
    ['backslashes', '\\'],
    ['nulls', '\0'],
  ])('is taken out split by %s', (_, between) => {
    expect(scrubber([plain])(`before ${[...plain].join(between)} after`)).toBe('before *** after');
  });

  it.each<[string, (code: number) => string]>([
    ['\\u0000', (code) => `\\u${code.toString(16).padStart(4, '0')}`],
    ['\\u{0}', (code) => `\\u{${code.toString(16)}}`],
    ['\\u{000000}', (code) => `\\u{${code.toString(16).padStart(6, '0')}}`],
    ['\\x00', (code) => `\\x${code.toString(16)}`],
    ['%00', (code) => `%${code.toString(16)}`],
    ['%252500', (code) => `%2525${code.toString(16)}`],
    ['&#0;', (code) => `&#${code};`],
    ['&#0', (code) => `&#${code}`],
    ['&#x00;', (code) => `&#X0${code.toString(16)};`],
    ['&amp;#0;', (code) => `&amp;#${code};`],
  ])('is taken out with all characters as %s', (_, escaped) => {
    const text = [...plain].map((char) => escaped(char.charCodeAt(0))).join('');
    expect(scrubber([plain])(`before ${text}, after`)).toMatch(/^before \\?\*\*\*, after$/);
  });

  it('of HTML\u2019s own characters is taken out by their names', () => {
    expect(scrubber([`<&>"'<&>`])('&lt;&amp;&gt;&quot;&apos;&lt;&amp;&gt;')).toBe('***');
  });

  it('is taken out of base64 for URLs, wherever in three bytes it begins', () => {
    const odd = '>>>???>>>???';
    for (const before of ['', 'x', 'xx']) {
      const form = Buffer.from(`${before}${odd}${before}`).toString('base64');
      expect(form).toMatch(/[+/]/);
      for (const text of [form, form.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(form)]) {
        expect(scrubber([odd])(text)).toMatch(/^.{0,4}\*\*\*.{0,10}$/);
      }
    }
  });

  it.each([512, 513, 8192])('of %i characters is taken out as it is, in base64 and in hexadecimal', (length) => {
    const long = `hood-${'7f3c9a5e'.repeat(1024)}`.slice(0, length);
    const scrub = scrubber([long]);
    expect(scrub(`x ${long} y`)).toBe('x *** y');
    expect(scrub(`x ${Buffer.from(long).toString('hex')} y`)).toBe('x *** y');
    expect(scrub(Buffer.from(`xx${long}`).toString('base64'))).toMatch(/^.{0,4}\*\*\*.{0,4}$/);
    // As often as they stand there.
    expect(scrub(`${long} and ${long}`)).toBe('*** and ***');
    const form = Buffer.from(`xx${long}`).toString('base64');
    expect(scrub(`${form} ${form}`)).not.toContain(form.slice(8, -8));
    // Only of shorter ones in every other form.
    expect(scrub(long.toUpperCase())).toBe(length > 512 ? long.toUpperCase() : '***');
  });

  it('of less than 8 characters is left alone, as what is only like it', () => {
    expect(scrubber(['1234567'])('1234567')).toBe('1234567');
    expect(scrubber(['12345678'])('12345678 1234567 123456789')).toBe('*** 1234567 ***9');
    expect(scrubber([plain])(plain.slice(1))).toBe(plain.slice(1));
    expect(scrubber([plain])([...plain].join('.'))).toBe([...plain].join('.'));
  });

  it('in a value is taken out wherever it stands; what holds none is the same value', () => {
    const value = { list: [1, null, { text: 'nothing' }], key: true };
    const scrub = scrubber([plain]);
    expect(scrubAll(value, scrub, new Set())).toBe(value);
    const left = scrubAll({ a: value, b: [value, plain], own: plain }, scrub, new Set(['own']));
    expect(left).toEqual({ a: value, b: [value, '***'], own: plain });
    expect(left.a).toBe(value);
  });

  it('that begins with a backslash takes no time on a text full of them', () => {
    expect(scrubber(['\\hood-7f3c'])(`${'\\'.repeat(200_000)}x`)).toHaveLength(200_001);
    expect(scrubber(['\\hood-7f3c'])(`${'\\'.repeat(9)}hood-7f3c`)).toBe('***');
  });

  it('full of backslashes takes no time on a text full of them', () => {
    // Without end, were each backslash a sign of its own.
    expect(scrubber(['ab\\\\\\\\\\\\\\\\cd'])(`ab${'\\'.repeat(100_000)}`)).toHaveLength(100_002);
  });

  it('leaves alone what is our own in a report: ids, and words of fixed lists', () => {
    const object = { type: 'integration', id: '12345678', status: 'rejected', reason: 'unchanged' };
    const error = { status: 400, title: 'rejected 12345678' };
    expect(
      scrubAll({ objects: [{ ...object, error }] }, scrubber(['12345678', 'rejected', 'unchanged']), OWN_WORDS),
    ).toEqual({ objects: [{ ...object, error: { status: 400, title: '*** ***' } }] });
  });
});
