import { createRequire } from 'node:module';

type Json = Record<string, unknown>;

const definitions: readonly { readonly name: string; readonly examples: readonly Json[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples/api.github.com/index.json');

/** Copies of GitHub's example payloads of an event. */
export function examplesOf(event: string): Json[] {
  const examples = definitions.find(({ name }) => name === event)?.examples ?? [];
  if (examples.length === 0) throw new Error(`there is no example of ${event}`);
  return structuredClone([...examples]);
}

/**
 * GitHub's example payload of an event, with some values replaced.
 *
 * @param values by their path: `{ 'pull_request.head.sha': … }`
 */
export function payloadOf(event: string, values: Readonly<Record<string, unknown>> = {}): Json {
  const [payload = {}] = examplesOf(event);
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let at = payload;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Json;
    }
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return payload;
}
