/** One object, in the file that holds it. */
export interface Placed {
  readonly file: string;
  readonly value: string;
}

/** What the config files of a commit say. */
export interface Configuration {
  /** By id. */
  readonly objects: ReadonlyMap<string, Placed>;
  /** What stands outside the objects of a file, by the file; it is part of the value of each of them. */
  readonly shared: ReadonlyMap<string, string>;
  /** Counted up by changes that change no value. */
  readonly comment: number;
}

export const EMPTY: Configuration = { objects: new Map(), shared: new Map(), comment: 0 };

/** A change of the configuration. Values are few, so that objects often become again what they were. */
export type Edit =
  | { readonly kind: 'set'; readonly id: string; readonly value: string; readonly file: string }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'move'; readonly id: string; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'share'; readonly file: string; readonly value: string }
  | { readonly kind: 'comment' };

export function edited({ objects, shared, comment }: Configuration, edit: Edit): Configuration {
  const next = { objects: new Map(objects), shared: new Map(shared), comment };
  const known = 'id' in edit ? objects.get(edit.id) : undefined;
  switch (edit.kind) {
    case 'set':
      next.objects.set(edit.id, { file: known?.file ?? edit.file, value: edit.value });
      break;
    case 'delete':
      next.objects.delete(edit.id);
      break;
    case 'move':
      if (known) next.objects.set(edit.id, { ...known, file: edit.file });
      break;
    case 'rename':
      for (const [id, { file, value }] of objects)
        if (file === edit.file) next.objects.set(id, { file: edit.to, value });
      next.shared.set(edit.to, shared.get(edit.file) ?? '');
      break;
    case 'share':
      next.shared.set(edit.file, edit.value);
      break;
    case 'comment':
      next.comment += 1;
      break;
  }
  return next;
}

/** The value of an object as it is compared: its own, and what its file shares; nothing when it is not there. */
export function versionOf({ objects, shared }: Configuration, id: string): string | undefined {
  const object = objects.get(id);
  return object && `${object.value} ${shared.get(object.file) ?? ''}`;
}

/** The config files, by their paths; to be read with `id-path: $.items[*].id`. */
export function filesOf({ objects, shared, comment }: Configuration): Map<string, string> {
  const byFile = Map.groupBy(objects, ([, { file }]) => file);
  return new Map(
    [...byFile].map(([file, some]) => [
      `config/${file}.yml`,
      [
        `# ${comment}`,
        `shared: ${JSON.stringify(shared.get(file) ?? '')}`,
        'items:',
        ...some.map(([id, { value }]) => `- {id: ${id}, value: ${value}}`),
        '',
      ].join('\n'),
    ]),
  );
}
