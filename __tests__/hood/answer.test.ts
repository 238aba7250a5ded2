import { describe, expect, it } from '@jest/globals';
import { readProblem, readRetryAfter, readWindow, toSendError } from '../../src/hood/answer.ts';
import { answer, failure } from '../support/simulated-hood.ts';

describe('X-RateLimit headers', () => {
  const headers = (limit?: string, remaining?: string, reset?: string) => ({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': reset,
  });

  it('are read as numbers', () => {
    expect(readWindow(headers('150', ' 12', '60'))).toEqual({ limit: 150, remaining: 12, resetSeconds: 60 });
  });

  it.each([
    [undefined, '1', '1'],
    ['10', undefined, '1'],
    ['10', '1', undefined],
    ['0', '0', '1'],
    ['10', '11', '1'],
    ['10', '-1', '1'],
    ['10', '1', '1.5'],
    ['10', '1', '1e9'],
    ['10', '1', '99999999999999999999'],
    ['ten', '1', '1'],
    ['10, 10', '1', '1'],
  ])('that make no sense are no reading: %s, %s, %s', (limit, remaining, reset) => {
    expect(readWindow(headers(limit, remaining, reset))).toBeUndefined();
  });
});

describe('Retry-After', () => {
  const read = (value?: string, date?: string) => readRetryAfter({ 'retry-after': value, date }, 1_000_000);

  it('is seconds', () => {
    expect(read('0')).toEqual({ kind: 'delay', ms: 0 });
    expect(read(' 30 ')).toEqual({ kind: 'delay', ms: 30_000 });
    expect(read('0.0005')).toEqual({ kind: 'delay', ms: 1 });
    expect(read('99999999999')).toEqual({ kind: 'delay', ms: 99_999_999_999_000 });
  });

  it('of -1 is no time, but a matter of requests in flight', () => {
    expect(read('-1')).toEqual({ kind: 'in-flight' });
  });

  it('is a date, measured from the server\u2019s own clock where it tells it', () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    expect(read(date, 'Wed, 21 Oct 2026 07:27:20 GMT')).toEqual({ kind: 'delay', ms: 40_000 });
    expect(read(date, 'Wed, 21 Oct 2026 08:00:00 GMT')).toEqual({ kind: 'delay', ms: 0 });
    expect(read('Thu, 01 Jan 1970 00:16:50 GMT')).toEqual({ kind: 'delay', ms: 10_000 });
    expect(read('Wednesday, 21-Oct-26 07:28:00 GMT', 'Wed, 21 Oct 2026 07:27:59 GMT')).toEqual({
      kind: 'delay',
      ms: 1_000,
    });
  });

  it.each([
    undefined,
    '',
    'soon',
    '-2',
    '-1.5',
    '1e3',
    'NaN',
    'tomorrow 1',
    '2026-10-21',
    'Wed, 41 Foo 2026 07:28:00 GMT',
  ])('that makes no sense is absent: %s', (value) => {
    expect(read(value)).toBeUndefined();
  });
});

describe('the body of an error', () => {
  const scrub = (text: string) => text.replaceAll('s3cret', '***');
  const read = (body: string) => readProblem(body, scrub);

  it('names title, message and trace id', () => {
    expect(read('{"code":400,"title":"Bad request.","message":"Not valid.","trace_id":"99a8"}')).toEqual({
      title: 'Bad request.',
      message: 'Not valid.',
      traceId: '99a8',
    });
    expect(read('{"code":500,"title":"Internal server error."}')).toEqual({ title: 'Internal server error.' });
  });

  it.each(['', '   ', '<html>Bad gateway</html>', '{"code":', '[]', '{}', '{"title":{"a":1},"message":["x"]}'])(
    'may be anything, and then says nothing: %s',
    (body) => {
      expect(read(body)).toEqual({});
    },
  );

  it('that is plain text is a message', () => {
    expect(read('no healthy upstream\n')).toEqual({ message: 'no healthy upstream' });
  });

  it('is made harmless: one line, no secret, not long', () => {
    const { title, message, traceId } = read(
      JSON.stringify({
        title: 'a\n::error::b\u001b[31m\u202ec',
        message: `${'x'.repeat(497)}s3cret`,
        trace_id: '\u0000s3cret',
      }),
    );
    expect(title).toBe('a ::error::b [31m c');
    expect(message).toBe(`${'x'.repeat(497)}***`);
    expect(traceId).toBe('***');
    expect(read(JSON.stringify({ message: 'y'.repeat(600) })).message).toBe(`${'y'.repeat(499)}…`);
  });
});

it('every failure has a title', () => {
  expect(toSendError(answer(404))).toEqual({ status: 404, title: 'HTTP status 404' });
  expect(toSendError(answer(400, {}, { title: 'Bad request.', traceId: 'x' }))).toEqual({
    status: 400,
    title: 'Bad request.',
    traceId: 'x',
  });
  expect(toSendError(failure('reset'))).toEqual({ title: 'Connection reset', message: 'simulated: reset' });
});
