import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

/** The bundle as a syntax tree, so that comments, strings and properties do not pass for code. */

export const DIST = path.join(import.meta.dirname, '..', '..', 'dist');

/** A node of the tree: swc's own types name every kind, which a search does not need. */
export interface Node {
  readonly type: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly [property: string]: unknown;
}

/** A node where it was found. */
export interface Found {
  readonly node: Node;
  readonly parent: Node | undefined;
  /** Its source text. */
  readonly text: string;
  /** The module that it was bundled from: a path, or webpack's number where the bundle tells no path. */
  readonly module: string;
}

/** Finds nodes of the bundle. */
export function find(chosen: (node: Node, parent: Node | undefined) => boolean): Found[] {
  return CHUNKS.flatMap(({ nodes, bytes, base, modules }) =>
    nodes
      .filter(([node, parent]) => chosen(node, parent))
      .map(([node, parent]) => {
        const start = node.span.start - base;
        const text = bytes.subarray(start, node.span.end - base).toString();
        const module = modules.findLast((module) => module.start <= start)?.name ?? 'the entry';
        return { node, parent, text, module };
      }),
  );
}

/** Whether a node is a name that is looked up: no property, no key, no label. */
export function isReference(node: Node, parent: Node | undefined, names: readonly string[]): boolean {
  if (node.type !== 'Identifier' || !names.includes(node['value'] as string)) return false;
  return !(parent?.type === 'MemberExpression' && parent['property'] === node);
}

/** What is called: `f` of `f()`, `o.f` of `o.f()`, `f` of `(0, f)()` and of `new f()`. */
export function callee(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined;
  let called = node['callee'] as Node;
  while (called.type === 'ParenthesisExpression') called = called['expression'] as Node;
  if (called.type === 'SequenceExpression') called = (called['expressions'] as Node[]).at(-1) as Node;
  return called;
}

/** The name that a call goes by: the identifier, or the last property. */
export function calledName(node: Node): string | undefined {
  const called = callee(node);
  const name = called?.type === 'MemberExpression' ? (called['property'] as Node) : called;
  return name?.type === 'Identifier' ? (name['value'] as string) : undefined;
}

/** The argument of a call, if there is one. */
export const argument = (node: Node, index: number): Node | undefined =>
  (node['arguments'] as { expression: Node }[] | undefined)?.[index]?.expression;

/** The text of a string literal, or of a piece of a template. */
export function literal(node: Node | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node['value'] as string;
  if (node?.type === 'TemplateElement') return node['cooked'] as string;
  return undefined;
}

interface Chunk {
  readonly bytes: Buffer;
  /** Every node, with its parent. */
  readonly nodes: readonly (readonly [Node, Node | undefined])[];
  /** swc counts on from one parsed text to the next. */
  readonly base: number;
  readonly modules: readonly { readonly start: number; readonly name: string }[];
}

const CHUNKS: readonly Chunk[] = readdirSync(DIST)
  .filter((name) => name.endsWith('.js'))
  .map((name) => {
    const bytes = readFileSync(path.join(DIST, name));
    const root = parseSync(bytes.toString(), {
      syntax: 'ecmascript',
      target: 'es2024',
    }) as unknown as Node;
    // A position in bytes, as swc counts.
    const modules = [
      ...bytes.toString('latin1').matchAll(/^\/\*{3}\/ (\d+):$|^;\/\/ CONCATENATED MODULE: (?:\.\/)?(.*)$/gm),
    ].map(({ index, 1: number, 2: file }) => ({ start: index, name: file ?? number ?? '' }));
    const nodes: [Node, Node | undefined][] = [];
    collect(root, undefined, nodes);
    return { bytes, nodes, base: root.span.start - leading(bytes), modules };
  });

/** swc's first span begins at the first token. */
function leading(bytes: Buffer): number {
  let offset = 0;
  const text = bytes.toString('latin1');
  for (;;) {
    const skipped = /^(?:\s+|\/\/.*|\/\*[\s\S]*?\*\/)/.exec(text.slice(offset));
    if (!skipped) return offset;
    offset += skipped[0].length;
  }
}

function collect(node: Node, parent: Node | undefined, nodes: [Node, Node | undefined][]): void {
  nodes.push([node, parent]);
  const descend = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(descend);
    else if (typeof value === 'object' && value !== null) {
      // An argument is wrapped in an object without a type.
      if (typeof (value as Node).type === 'string' && (value as Node).span) collect(value as Node, node, nodes);
      else Object.values(value).forEach(descend);
    }
  };
  for (const [key, value] of Object.entries(node)) if (key !== 'span') descend(value);
}
