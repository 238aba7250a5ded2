import { compareIds, type Id, RESOURCE_TYPES, type ResourceType } from './selection/selection.ts';

/** An object by its type and id: all that the API takes. */
export interface ResourceKey {
  readonly type: ResourceType;
  readonly id: Id;
}

/** The objects of one request, in the order in which they are sent. */
export type Batch = readonly ResourceKey[];

/**
 * Splits the objects into requests: integrations first, ids ascending.
 *
 * @param objects in any order, each object once
 * @param size most objects in one batch, from 1
 */
export function makeBatches(objects: readonly ResourceKey[], size: number): Batch[] {
  const ordered = objects.toSorted(
    (a, b) => RESOURCE_TYPES.indexOf(a.type) - RESOURCE_TYPES.indexOf(b.type) || compareIds(a.id, b.id),
  );
  const batches: Batch[] = [];
  for (let start = 0; start < ordered.length; start += size) batches.push(ordered.slice(start, start + size));
  return batches;
}
