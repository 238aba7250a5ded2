import { describe, expect, it } from '@jest/globals';
import { finalLines } from '../../src/report/final-lines.ts';
import { REFUSED, report, SCENARIOS, selected, selection, sent } from './reports.ts';

const PAGE = 'https://github.com/ocamba/hood-resync/blob/v1/docs/troubleshooting.md';

describe('the end of the log', () => {
  it.each([
    ['success', 'Synced 4 integrations and 1 conversion (1 request, 412 ms).'],
    ['ids', 'Synced 2 integrations (1 request, 412 ms).'],
    ['plan', 'Plan: 7 integrations and 1 conversion would be synced.'],
    ['nothing to sync', 'Nothing to sync: no change in 12 integrations and 3 conversions.'],
    ['configuration', 'Nothing was sent: 3 problems.'],
  ])('is one line for %s', (name, line) => {
    expect(finalLines(SCENARIOS[name]?.() ?? report({}))).toEqual([line]);
  });

  it('names each id that was not accepted, where it stands and why', () => {
    expect(finalLines(SCENARIOS['partial']?.() ?? report({}))).toEqual([
      'Synced 9 of 12 objects: 2 refused, 1 failed (9 requests, 412 ms).',
      'Refused: integration 1607 (config/integrations/sendgrid-1.yml:3): 400 Bad request. The request body is not valid. (trace id 99a84211-f73d-4ff8-acdf-eb3e06bb9d62)',
      'Refused: conversion 1000192 (config/conversions/web-shop.json:4): 400 Bad request. Unknown conversion "1000192". (trace id 0be1de53-22a6-4f5f-8f1a-91c7b3fb7b0c)',
      `See ${PAGE}#rejected`,
      'Failed: integration 1635 (config/integrations/onesignal-1.yml:3): HTTP status 503',
      `See ${PAGE}#failed`,
    ]);
  });

  it('tells why sending stopped, and counts what was not sent', () => {
    const lines = finalLines(SCENARIOS['token']?.() ?? report({}));
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^Stopped early: Hood refused the token.*#token-refused$/);
    expect(lines[2]).toBe('Not sent: 11 integrations and 1 conversion; the report lists them all');
  });

  it('stays short', () => {
    const chosen = selection(Array.from({ length: 5000 }, (_, i) => selected({ id: String(1 + i) })));
    const lines = finalLines(report({ selection: chosen, sent: sent(chosen, () => REFUSED) }));
    expect(lines).toHaveLength(23);
    expect(lines.at(-2)).toBe('Refused: 4,980 more; the report lists them all');
  });

  it('holds no line break and no command from files and servers', () => {
    for (const line of finalLines(SCENARIOS['hostile names']?.() ?? report({}))) {
      expect(line).not.toMatch(/[\n\r]|##\[|^\s*::/);
    }
  });
});
