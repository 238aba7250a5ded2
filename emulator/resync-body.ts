import type { ResourceType } from '../src/selection/selection.ts';

/** The objects that a body names, each as `integration/1628`; or what is wrong with the body. */
export type ReadBody = { readonly keys: readonly string[] } | { readonly problem: string };

/**
 * Reads a request's body as strictly as `openapi/hood-resync.yaml` describes it. It is written by hand, not made from
 * that document, so that the contract test holds one against the other.
 */
export function readResyncBody(body: unknown): ReadBody {
  if (!isObject(body) || !isObject(body['resync'])) return { problem: 'no object "resync"' };
  if (Object.keys(body).length > 1) return { problem: 'a member beside "resync"' };

  const types = Object.entries(body['resync']);
  if (types.length === 0) return { problem: 'no type of resource' };

  const keys: string[] = [];
  for (const [type, ids] of types) {
    if (!isResourceType(type)) return { problem: 'an unknown type of resource' };
    if (!Array.isArray(ids) || ids.length === 0) return { problem: `"${type}" is no list of ids, or an empty one` };
    if (!ids.every(isId)) return { problem: `"${type}" holds something else than strings of digits` };
    keys.push(...ids.map((id) => `${type}/${id}`));
  }
  return { keys };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isResourceType = (name: string): name is ResourceType => name === 'integration' || name === 'conversion';

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9]+$/.test(value);
