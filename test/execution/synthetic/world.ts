/** The values and failures behind the synthetic schema, and a record of what was asked of it. */
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLAbstractType,
  GraphQLList,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
} from 'graphql';
import { brokenList, errorFor, later, rejected, Thrown, wrongLeaf, wrongLists } from './faults.ts';
import { chanceOf, hashOf, pick } from './seeded.ts';

export const colors = ['RED', 'GREEN', 'BLUE'] as const;

type Args = Readonly<Record<string, unknown>>;

/** How a world is made. */
export interface WorldOptions {
  readonly schema: GraphQLSchema;
  /** Two worlds of one seed give the same: values follow from where they stand. */
  readonly seed: string;
  /** How many values in a hundred go wrong, in every way that one can; from 0 to 1. */
  readonly faultRate: number;
}

/** What somebody who tells types is asked with. */
interface TypeQuestion {
  readonly info: GraphQLResolveInfo;
  readonly isLater: boolean;
}

/** What an object of the world is. */
interface Being {
  readonly kind: string;
  readonly id: string;
}

/** Everything that one run meets; the context of its resolvers. */
export class World {
  /** Every call of a resolver, of a member that is a function, and of what tells types, as it was seen. */
  readonly calls: string[] = [];
  readonly #options: WorldOptions;
  readonly #beings = new WeakMap<object, Being>();
  /** The hash of each id, which grows long, for the chances that follow from it. */
  readonly #begun = new Map<string, number>();

  constructor(options: WorldOptions) {
    this.#options = options;
  }

  resolve(source: unknown, args: Args, info: GraphQLResolveInfo): unknown {
    this.#record('resolve', { source, args, info });
    const { id } = this.#being(source);
    return shown(this.#outcome(info.returnType, `${id}.${info.fieldName}${JSON.stringify(args)}`));
  }

  isTypeOf(
    value: unknown,
    type: GraphQLObjectType,
    { info, isLater }: TypeQuestion,
  ): boolean | Promise<boolean> {
    this.#record(`is ${type.name}`, { source: value, args: {}, info });
    const { faultRate } = this.#options;
    const { kind, id } = this.#being(value);
    const at = this.#chance(id, `is ${type.name}`);
    const is = at < faultRate / 8 ? kind !== type.name : kind === type.name;
    const fails = at > 1 - faultRate / 4;
    if (isLater) return fails ? rejected(errorFor(id, at)) : later(is, at);
    if (fails) throw new Error(`nobody knows whether ${id} is ${type.name}`);
    return is;
  }

  resolveType(
    value: unknown,
    type: GraphQLAbstractType,
    { info, isLater }: TypeQuestion,
  ): string | undefined | Promise<string | undefined> {
    this.#record(`type of ${type.name}`, { source: value, args: {}, info });
    const { faultRate } = this.#options;
    const { kind, id } = this.#being(value);
    const at = this.#chance(id, `type of ${type.name}`);
    if (at > faultRate / 2) return isLater ? later(kind, at) : kind;
    const wrong = pick([null, 'Nothing', 'Pet', 'Query', 'Int'], (at * 1000) % 1) ?? undefined;
    const fails = at < faultRate / 8;
    if (isLater) return fails ? rejected(errorFor(id, at)) : later(wrong, at);
    if (fails) throw new Error(`nobody knows what ${id} is`);
    return wrong;
  }

  #outcome(type: GraphQLOutputType, id: string): unknown {
    const isFault = this.#chance(id, 'fails') < this.#options.faultRate;
    const value = isFault ? this.#fault(type, id) : this.#good(type, id);
    const at = this.#chance(id, 'later');
    return value instanceof Thrown || at > 0.3 ? value : later(value, at);
  }

  #good(type: GraphQLOutputType, id: string): unknown {
    if (!isNonNullType(type)) {
      const at = this.#chance(id, 'nothing');
      if (at < 0.08) return at < 0.04 ? null : undefined;
    }
    const nullable = getNullableType(type);
    if (isListType(nullable)) return this.#list(nullable, id);
    if (isLeafType(nullable)) return goodLeaf(nullable, this.#chance(id, 'leaf'));
    if (isObjectType(nullable)) return this.#source(nullable, id);
    return this.#sourceOfAny(nullable, id);
  }

  #list(type: GraphQLList<GraphQLOutputType>, id: string): unknown {
    const length = Math.floor(this.#chance(id, 'length') * 4);
    const items = Array.from({ length }, (_none, index) => {
      const item = this.#outcome(type.ofType, `${id}[${index}]`);
      return item instanceof Thrown ? rejected(item.error) : item;
    });
    const at = this.#chance(id, 'holder');
    if (at < 0.1) return new Set(items);
    return at < 0.2 ? items.values() : items;
  }

  #fault(type: GraphQLOutputType, id: string): unknown {
    const at = this.#chance(id, 'fault');
    const error = errorFor(id, this.#chance(id, 'error'));
    const faults: readonly (() => unknown)[] = [
      () => null,
      () => undefined,
      () => (error instanceof Error ? error : new Error(String(error))),
      () => new Thrown(error),
      () => rejected(error),
      () => later(new Error(`an error as the value of ${id}`), at),
      () => this.#wrong(type, id),
      () => this.#wrong(type, `${id} again`),
    ];
    return pick(faults, at)();
  }

  #wrong(type: GraphQLOutputType, id: string): unknown {
    const at = this.#chance(id, 'wrong');
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return at < 0.5 ? pick(wrongLists, at * 2) : brokenList(this.#list(nullable, id));
    }
    if (isLeafType(nullable)) return wrongLeaf(at);
    const other = this.#options.schema.getType(pick(['Cat', 'Dog', 'Bird'], at));
    return (at * 10) % 1 > 0.3 && isObjectType(other)
      ? this.#source(other, id)
      : pick([5, 'a text', true, Object.freeze({})], at);
  }

  #sourceOfAny(type: GraphQLOutputType, id: string): unknown {
    const named = getNamedType(type);
    if (!isAbstractType(named)) throw new TypeError(`${String(type)} is not abstract`);
    const possible = this.#options.schema.getPossibleTypes(named);
    return this.#source(pick(possible, this.#chance(id, 'kind')), id);
  }

  /** An object whose members come to be when they are looked at; now and then it is a function. */
  #source(type: GraphQLObjectType, id: string): object {
    const members = new Map<string, unknown>();
    const at = this.#chance(id, 'source');
    const get = (_target: object, name: string | symbol): unknown => {
      if (name === '__typename') return at < 0.5 ? this.#typename(type, id) : undefined;
      const field = typeof name === 'string' ? type.getFields()[name] : undefined;
      if (field === undefined) return undefined;
      if (!members.has(field.name)) {
        members.set(field.name, this.#member(field.type, `${id}.${field.name}`));
      }
      return shown(members.get(field.name));
    };
    const source = new Proxy(at > 0.95 ? () => undefined : {}, { get });
    this.#beings.set(source, { kind: type.name, id });
    return source;
  }

  #typename(type: GraphQLObjectType, id: string): string {
    const isWrong = this.#chance(id, '__typename') < this.#options.faultRate / 4;
    return isWrong ? 'Query' : type.name;
  }

  /** A value, or a function that gives one. */
  #member(type: GraphQLOutputType, id: string): unknown {
    if (this.#chance(id, 'function') > 0.25) return this.#outcome(type, id);
    const tell = (source: unknown, args: Args, info: GraphQLResolveInfo): unknown => {
      this.#record('member', { source, args, info });
      return shown(this.#outcome(type, `${id}${JSON.stringify(args)}`));
    };
    return function (this: unknown, args: Args, _context: unknown, info: GraphQLResolveInfo) {
      return tell(this, args, info);
    };
  }

  #record(
    what: string,
    { source, args, info }: Readonly<{ source: unknown; args: Args; info: GraphQLResolveInfo }>,
  ): void {
    const { parentType, fieldName, fieldNodes, returnType, path, operation } = info;
    this.calls.push(
      JSON.stringify([
        `${what} ${parentType.name}.${fieldName}: ${String(returnType)}`,
        `${operation.operation} at ${placeOf(path)}`,
        this.#being(source),
        args,
        info.variableValues,
        fieldNodes.map(({ alias, name }) => alias?.value ?? name.value),
        Object.keys(info.fragments),
        String(info.rootValue),
      ]),
    );
  }

  #being(value: unknown): Being {
    const known = isKey(value) ? this.#beings.get(value) : undefined;
    return known ?? { kind: '', id: value === undefined ? 'root' : typeof value };
  }

  #chance(id: string, what: string): number {
    const begun = this.#begun.get(id) ?? hashOf(`${this.#options.seed} ${id} `);
    this.#begun.set(id, begun);
    return chanceOf(what, begun);
  }
}

/** The world of a run. */
export function worldOf(context: unknown): World {
  if (context instanceof World) return context;
  throw new TypeError('the context is not the world');
}

/** A stamp of seven shows as nothing, and one of nine not at all. */
export function serializeStamp(value: unknown): unknown {
  if (typeof value !== 'number') {
    throw new GraphQLError('no stamp', { extensions: { code: 'STAMP' } });
  }
  if (value === 9) throw new Error('a broken stamp');
  return value === 7 ? null : `stamp ${value}`;
}

function goodLeaf(type: GraphQLOutputType, at: number): unknown {
  const number = Math.floor(at * 5000);
  const among = (at * 100) % 1;
  switch (getNamedType(type).name) {
    case 'Int':
      return pick([number, String(number), 0, true], among);
    case 'Float':
      return pick([at, number, 0], among);
    case 'Boolean':
      return pick([true, false, 1], among);
    case 'Color':
      return `${pick(colors, among)} inside`;
    case 'Stamp':
      return number % 7;
    default:
      return pick([`text ${number}`, '', number], among);
  }
}

function isKey(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** The value itself; what is to be thrown is thrown, also where it is no error. */
function shown(value: unknown): unknown {
  if (value instanceof Thrown) value.raise();
  return value;
}

function placeOf({ prev, key, typename }: GraphQLResolveInfo['path']): string {
  const own = typename === undefined ? `${key}` : `${typename}:${key}`;
  return prev === undefined ? own : `${placeOf(prev)}/${own}`;
}
