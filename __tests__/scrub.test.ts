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
    ['split', secret.replace('-', ' \u200b- ')],
    ['in other case', secret.toUpperCase()],
    ['in base64', Buffer.from(`Bearer ${secret}`).toString('base64')],
  ])('is taken out %s', (_, form) => {
    const left = scrubber([secret])(`before ${form} after`);
    expect(left).toMatch(/^before .*\*\*\*.* after$/);
    expect(left).not.toContain('-e');
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
