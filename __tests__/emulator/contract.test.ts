/** Holds the emulator to `openapi/hood-resync.yaml`: what it takes, what it answers, and with which headers. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Fault } from '../../emulator/faults.ts';
import { type Emulator, RESYNC_PATH, startEmulator } from '../../emulator/server.ts';
import { type Post, post, TOKEN } from './post.ts';

interface Described {
  readonly schema: AnySchema;
  readonly required?: boolean;
  readonly examples?: Record<string, { readonly value: unknown }>;
}

interface DescribedResponse {
  readonly headers?: Record<string, Described | { readonly $ref: string }>;
  readonly content?: { readonly 'application/json': Described };
}

const file = new URL('../../openapi/hood-resync.yaml', import.meta.url);
const document = parse(readFileSync(file, 'utf8'), { merge: true });
const operation = document.paths[RESYNC_PATH].post;
const responses: Record<string, DescribedResponse> = operation.responses;
const requestBody: Described = operation.requestBody.content['application/json'];

// Not strict: the document around the schemas is no JSON Schema.
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'hood');

const validators = new Map<AnySchema, ValidateFunction>();

function validatorOf(schema: AnySchema): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const inDocument = JSON.parse(JSON.stringify(schema), (key, ref) => (key === '$ref' ? `hood${ref}` : ref));
  const validator = ajv.compile(inDocument);
  validators.set(schema, validator);
  return validator;
}

/** What the schema finds wrong with a value; empty: nothing. */
function complaints(schema: AnySchema, value: unknown): string[] {
  const validate = validatorOf(schema);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function resolved(header: Described | { readonly $ref: string }): Described {
  if (!('$ref' in header)) return header;
  const path = header.$ref.replace('#/', '').split('/');
  return path.reduce((node, key) => node[key], document);
}

const headerValue = (text: string): unknown => (/^-?[0-9]+$/.test(text) ? Number(text) : text);

/** Everything in which an answer departs from the document. */
async function departures(response: Response): Promise<string[]> {
  const described = responses[String(response.status)];
  if (described === undefined) return [`status ${response.status} is not described`];
  const found: string[] = [];

  const headers = new Map(
    Object.entries(described.headers ?? {}).map(([name, h]) => [name.toLowerCase(), resolved(h)]),
  );
  for (const [name, { required }] of headers) {
    if (required && !response.headers.has(name)) found.push(`${name} is missing`);
  }
  for (const [name, text] of response.headers) {
    const header = headers.get(name);
    if (header) found.push(...complaints(header.schema, headerValue(text)).map((complaint) => `${name} ${complaint}`));
    else if (/^x-|^retry-after$|^www-/.test(name)) found.push(`${name} is not described`);
  }

  const body = await response.text();
  const content = described.content?.['application/json'];
  if (content === undefined) {
    if (body !== '') found.push('a body is not described');
  } else if (response.headers.get('content-type') !== 'application/json') {
    found.push('not sent as JSON');
  } else {
    found.push(...complaints(content.schema, JSON.parse(body)));
  }
  return found;
}

describe('the document', () => {
  it('takes its own examples', () => {
    const media: Described[] = [
      requestBody,
      ...Object.values(responses).flatMap(({ content }) => content?.['application/json'] ?? []),
    ];
    const headers: Described[] = Object.values(document.components.headers);
    const examples = [...media, ...headers].flatMap(({ schema, examples = {} }) =>
      Object.values(examples).map(({ value }) => complaints(schema, value)),
    );
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.flat()).toEqual([]);
  });

  it('says of every answer below the limit that it may carry the X-RateLimit headers, and of 429 that it must not', () => {
    const carrying = Object.keys(responses).filter(
      (status) => 'X-RateLimit-Limit' in (responses[status]?.headers ?? {}),
    );
    expect(carrying).toEqual(['204', '400', '413', '500']);
  });
});

describe('every kind of answer of the emulator is as the document says', () => {
  let emulator: Emulator;
  let nowMs = 0;
  let fault: Fault | undefined;

  beforeAll(async () => {
    emulator = await startEmulator({
      tokens: [TOKEN],
      forbiddenTokens: ['forbidden-token'],
      badIds: ['666'],
      maxBatch: 2,
      faults: () => fault,
      now: () => nowMs,
    });
  });
  afterAll(() => emulator.close());

  const resync = (...integration: string[]): Post => ({ body: { resync: { integration } } });

  it.each([
    ['accepted', resync('1'), undefined, 204],
    ['a bad id', resync('666'), undefined, 400],
    ['not valid', { body: {} }, undefined, 400],
    ['no token', { token: '' }, undefined, 401],
    ['unknown token', { token: 'unknown-token' }, undefined, 401],
    ['forbidden', { token: 'forbidden-token' }, undefined, 403],
    ['too many ids', resync('1', '2', '3'), undefined, 413],
    ['in flight', {}, '429:-1', 429],
    ['internal error', {}, '500', 500],
  ] as const)('%s', async (_, given, nextFault, status) => {
    nowMs += 60_000;
    fault = nextFault;
    const response = await post(emulator.url, given);
    expect(response.status).toBe(status);
    const limited = responses[status]?.headers && 'X-RateLimit-Limit' in responses[status].headers;
    expect(response.headers.has('x-ratelimit-limit')).toBe(limited ?? false);
    expect(await departures(response)).toEqual([]);
  });

  it.each(['burst', 'steady', 'tighter', 'none'] as const)(
    'all of 15 requests at once, headers: %s',
    async (headers) => {
      for (const anchor of ['clock', 'first-request'] as const) {
        for (const resetRounding of ['up', 'down'] as const) {
          const { url, close } = await startEmulator({
            windows: { headers, anchor, resetRounding },
            now: () => 59_999,
          });
          const answers = await Promise.all(Array.from({ length: 15 }, () => post(url)));
          expect(answers.filter(({ status }) => status === 429).length).toBe(5);
          expect((await Promise.all(answers.map(departures))).flat()).toEqual([]);
          await close();
        }
      }
    },
  );
});

describe('the bodies that the emulator takes', () => {
  type Resync = Readonly<Record<string, unknown>>;

  const id = fc.stringMatching(/^[0-9]{1,22}$/);
  const ids = fc.array(id, { minLength: 1, maxLength: 4 });
  const type = fc.constantFrom('integration', 'conversion');
  const resync: fc.Arbitrary<Resync> = fc
    .record({ integration: ids, conversion: ids }, { requiredKeys: [] })
    .filter((types) => Object.keys(types).length > 0);

  const notId = fc.oneof(
    fc.nat(),
    fc.constantFrom('', ' 1', '1\n', '-1', '+1', '1.0', '1e3', '0x1', '١', '１', '1628a', null, true, ['1'], {
      id: '1',
    }),
  );
  const notIds = fc.oneof(
    fc
      .tuple(fc.array(id, { maxLength: 2 }), notId, fc.array(id, { maxLength: 2 }))
      .map(([a, not, b]) => [...a, not, ...b]),
    fc.constantFrom([], null, '1628', 1628, {}, { 0: '1', length: 1 }),
  );
  /** In order but for one thing. */
  const spoilt = fc.oneof(
    fc.tuple(resync, type, notIds).map(([types, name, not]) => ({ resync: { ...types, [name]: not } })),
    fc.tuple(resync, fc.constantFrom('integrations', 'Conversion', '', 'toString'), ids).map(([types, name, list]) => ({
      resync: { ...types, [name]: list },
    })),
    fc
      .tuple(resync, fc.constantFrom('dry', 'integration', 'Resync'))
      .map(([types, name]) => ({ resync: types, [name]: {} })),
    resync.map((types) => ({ resync: [types] })),
    resync.map((types) => [{ resync: types }]),
    fc.constantFrom({}, { resync: {} }, { resync: null }, { resync: '1628' }),
    resync,
    fc.jsonValue(),
  );
  const body = fc.oneof(
    resync.map((types) => ({ resync: types })),
    { arbitrary: spoilt, weight: 3 },
  );

  it('are those that the schema finds valid', async () => {
    const unlimited = { requests: 1_000_000, lengthMs: 1_000 };
    const { url, close } = await startEmulator({ windows: { burst: unlimited, steady: unlimited } });
    const seen = { valid: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const json = JSON.stringify(value);
        const isValid = complaints(requestBody.schema, JSON.parse(json)).length === 0;
        seen[isValid ? 'valid' : 'invalid'] += 1;
        const { status } = await post(url, { body: json });
        expect(status).toBe(isValid ? 204 : 400);
      }),
      { numRuns: 1_000 },
    );
    await close();
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(100);
  });
});
