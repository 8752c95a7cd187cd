import { possibleTypes } from './cache-options.ts';
import * as documents from './operations.ts';
import type { SampleAnswers } from './sample-answers.ts';

/** The members of a syntax tree that a selection depends on. */
interface Selection {
  readonly kind: string;
  readonly name?: NameNode;
  readonly alias?: NameNode;
  readonly typeCondition?: { readonly name: NameNode };
  readonly selectionSet?: SelectionSet;
}

interface NameNode {
  readonly value: string;
}

interface SelectionSet {
  readonly selections: readonly Selection[];
}

interface Definition extends Selection {
  readonly selectionSet: SelectionSet;
}

type Fragments = ReadonlyMap<string | undefined, Definition>;
type Fields = Readonly<Record<string, unknown>>;

/** Returns the members of data that a documented operation selects. Members that lack are null. */
export function selectFor(name: keyof SampleAnswers, data: unknown): unknown {
  const definitions = definitionsOf(name);
  const [operation] = definitions;
  if (operation === undefined) throw new Error(`There is no operation ${name}.`);
  const fragments = new Map(definitions.map((one) => [one.name?.value, one]));
  return select(data, operation.selectionSet, fragments);
}

function definitionsOf(name: string): readonly Definition[] {
  for (const document of Object.values(documents)) {
    const definitions: readonly Definition[] = document.definitions;
    const [operation] = definitions;
    if (operation?.kind === 'OperationDefinition' && operation.name?.value === name)
      return definitions;
  }
  return [];
}

function select(value: unknown, set: SelectionSet, fragments: Fragments): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => select(item, set, fragments));
  if (!isFields(value)) return value ?? null;
  const selected: Record<string, unknown> = {};
  for (const { kind, name, alias, typeCondition, selectionSet } of set.selections) {
    const key = alias?.value ?? name?.value ?? '';
    if (kind === 'Field') {
      const member = value[key] ?? null;
      selected[key] = selectionSet ? select(member, selectionSet, fragments) : member;
      continue;
    }
    const fragment = kind === 'FragmentSpread' ? fragments.get(name?.value) : null;
    const condition = (fragment?.typeCondition ?? typeCondition)?.name.value;
    const part = fragment?.selectionSet ?? selectionSet;
    if (part && isOfType(value['__typename'], condition))
      Object.assign(selected, select(value, part, fragments));
  }
  return selected;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isOfType(typename: unknown, condition: string | undefined): boolean {
  const types: Readonly<Record<string, readonly string[]>> = possibleTypes;
  if (condition === undefined || typename === condition) return true;
  return types[condition]?.some((one) => one === typename) ?? false;
}
