/** Writes operations that are valid by construction. */
import {
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLArgument,
  GraphQLCompositeType,
  GraphQLEnumType,
  GraphQLField,
  GraphQLInputType,
  GraphQLSchema,
} from 'graphql';
import type { Draws } from './seeded.ts';

/** The variables that an operation may use, by name. */
export const variableTypes: Readonly<Record<string, string>> = {
  b0: 'Boolean!',
  b1: 'Boolean = true',
  b2: 'Boolean! = false',
  i0: 'Int!',
  i1: 'Int = 7',
  c0: 'Color',
  c1: 'Color = BLUE',
  f0: 'Filter',
  l0: '[Filter!]',
  s0: 'String',
  s1: 'String = "s"',
};

const conditions = ['true', 'false', 'true'] as const;

/** What an operation is written from. */
export interface WriterOptions {
  readonly schema: GraphQLSchema;
  readonly draws: Draws;
  readonly operation: 'query' | 'mutation';
}

interface Fragment {
  readonly name: string;
  readonly type: GraphQLCompositeType;
  readonly text: string;
}

/** An operation, and what it holds. */
export interface Written {
  readonly text: string;
  readonly operationName: string;
  readonly variables: readonly string[];
}

/** Writes one operation. */
export function writeOperation(options: WriterOptions): Written {
  return new Writer(options).write();
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #draws: Draws;
  readonly #operation: WriterOptions['operation'];
  readonly #fragments: Fragment[] = [];
  /** What stands behind each key of an answer: the same everywhere, so that all fields merge. */
  readonly #keys = new Map<string, string>();
  readonly #variables = new Set<string>();
  #left: number;

  constructor({ schema, draws, operation }: WriterOptions) {
    this.#schema = schema;
    this.#draws = draws;
    this.#operation = operation;
    this.#left = draws.between(3, 45);
  }

  write(): Written {
    const root = this.#schema.getType(this.#operation === 'query' ? 'Query' : 'Mutation');
    if (!isObjectType(root)) throw new TypeError('there is no such root');
    const set = this.#set(root, this.#draws.between(1, 4));
    const variables = [...this.#variables];
    const declared = variables.map((name) => `$${name}: ${variableTypes[name] ?? ''}`).join(', ');
    const head = `${this.#operation} Written${declared === '' ? '' : `(${declared})`}`;
    const other = 'query Other { __typename }';
    const parts = [
      ...(this.#draws.chance(0.1) ? [other] : []),
      `${head} ${set}`,
      ...this.#fragments.map(({ name, type, text }) => `fragment ${name} on ${type.name} ${text}`),
    ];
    return { text: parts.join('\n'), operationName: 'Written', variables };
  }

  #set(type: GraphQLCompositeType, depth: number): string {
    const selections = Array.from({ length: this.#draws.between(1, 5) }, () =>
      this.#selection(type, depth),
    ).filter((text) => text !== '');
    return `{ ${selections.length === 0 ? '__typename' : selections.join(' ')} }`;
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    this.#left -= 1;
    if (this.#left < 0) return '';
    const at = this.#draws.next();
    if (at < 0.08)
      return `${this.#draws.chance(0.3) ? 'also: ' : ''}__typename${this.#directives()}`;
    if (at < 0.2) return this.#inline(type, depth);
    if (at < 0.38) return this.#spread(type, depth);
    if (at < 0.42 && type.name === 'Query') return this.#introspection();
    return isObjectType(type) || isInterfaceType(type)
      ? this.#field(this.#draws.of(Object.values(type.getFields())), depth)
      : this.#inline(type, depth);
  }

  #inline(type: GraphQLCompositeType, depth: number): string {
    const on = this.#draws.chance(0.2) ? null : this.#overlapping(type);
    const condition = on === null ? '' : ` on ${on.name}`;
    return `...${condition}${this.#directives()} ${this.#set(on ?? type, depth)}`;
  }

  /** A fragment that is there, also one that is spread already, or a new one. */
  #spread(type: GraphQLCompositeType, depth: number): string {
    const fitting = this.#fragments.filter((one) => doTypesOverlap(this.#schema, one.type, type));
    const known = fitting.length > 0 && this.#draws.chance(0.6) ? this.#draws.of(fitting) : null;
    const { name } = known ?? this.#newFragment(this.#overlapping(type), depth);
    const again = this.#draws.chance(0.15) ? ` ...${name}` : '';
    return `...${name}${this.#directives()}${again}`;
  }

  /** Known only when it is written, so that none is within itself. */
  #newFragment(type: GraphQLCompositeType, depth: number): Fragment {
    const text = this.#set(type, Math.min(depth, 2));
    const fragment = { name: `F${this.#fragments.length}`, type, text };
    this.#fragments.push(fragment);
    return fragment;
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    const all = Object.values(this.#schema.getTypeMap())
      .filter(isCompositeType)
      .filter(({ name }) => !name.startsWith('__'));
    return this.#draws.of(all.filter((one) => doTypesOverlap(this.#schema, one, type)));
  }

  #introspection(): string {
    return this.#draws.chance(0.5)
      ? `__type(name: "Cat") { __typename name kind interfaces { name } }`
      : `__schema${this.#directives()} { queryType { name } directives { name } }`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    if (depth === 0 && !isLeafType(type)) return '';
    const given = this.#arguments(field.args);
    const key = this.#keyFor(`${field.name}${given}`, field.name);
    const alias = key === field.name ? '' : `${key}: `;
    const below = isCompositeType(type) ? ` ${this.#set(type, depth - 1)}` : '';
    return `${alias}${field.name}${given}${this.#directives()}${below}`;
  }

  /** A key that stands for nothing else, often one that is in use. */
  #keyFor(meaning: string, name: string): string {
    const used = [...this.#keys].filter(([, known]) => known === meaning).map(([key]) => key);
    if (used.length > 0 && this.#draws.chance(0.7)) return this.#draws.of(used);
    const known = this.#keys.get(name) ?? meaning;
    const key = known === meaning && this.#draws.chance(0.7) ? name : `z${this.#keys.size}`;
    this.#keys.set(key, meaning);
    return key;
  }

  #directives(): string {
    const skip = this.#draws.chance(0.1) ? ` @skip(if: ${this.#draws.of(conditions)})` : '';
    const include = this.#draws.chance(0.1) ? ` @include(if: ${this.#draws.of(conditions)})` : '';
    return this.#draws.chance(0.5) ? `${skip}${include}` : `${include}${skip}`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args
      .filter(() => this.#draws.chance(0.4))
      .map(({ name, type }) => `${name}: ${this.#value(type, 2)}`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #value(type: GraphQLInputType, depth: number): string {
    const variable = this.#draws.chance(0.4) ? this.#variableFor(type) : null;
    return variable ?? this.#literal(getNullableType(type), depth);
  }

  #literal(type: GraphQLInputType, depth: number): string {
    if (isListType(type)) {
      const length = this.#draws.between(0, 2);
      return `[${Array.from({ length }, () => this.#value(type.ofType, depth)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.#nameIn(type);
    if (isInputObjectType(type)) {
      const members = Object.values(type.getFields()).filter(
        (one) =>
          one.name === 'max' || (this.#draws.chance(0.4) && (depth > 0 || one.name !== 'nested')),
      );
      return `{ ${members.map((one) => `${one.name}: ${this.#value(one.type, depth - 1)}`).join(', ')} }`;
    }
    const literals: Readonly<Record<string, readonly string[]>> = {
      Int: ['1', '42', '-3'],
      String: ['"text"', '""', '"""block"""'],
      Boolean: ['true', 'false'],
    };
    return this.#draws.of(literals[String(type)] ?? []);
  }

  #nameIn(type: GraphQLEnumType): string {
    return this.#draws.of(type.getValues()).name;
  }

  /** A variable that may stand where a value of the type is wanted; null where there is none. */
  #variableFor(type: GraphQLInputType): string | null {
    const fitting: Readonly<Record<string, readonly string[]>> = {
      'Int!': ['i0', 'i1'],
      Int: ['i0', 'i1'],
      Color: ['c0', 'c1'],
      'Color!': ['c1'],
      Filter: ['f0'],
      '[Filter!]': ['l0'],
      String: ['s0', 's1'],
      Boolean: ['b0', 'b1', 'b2'],
    };
    const names = fitting[String(type)];
    if (names === undefined) return null;
    const name = this.#draws.of(names);
    this.#variables.add(name);
    return `$${name}`;
  }
}
