import { defaultFieldResolver, isObjectType, OperationTypeNode } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { after } from '../domain/later.ts';
import type { Later } from '../domain/later.ts';
import type { Person } from '../domain/person.ts';
import { effects, requirementOf } from '../domain/policy.ts';
import type { Effect } from '../domain/policy.ts';
import { RequestContext } from './request/context.ts';
import type { NamedPerson, PersonSelected } from './request/context.ts';

/** Where a guarded field finds the person, or the realm, that it is about. */
const targetSources = [
  'caller',
  'arguments',
  'input',
  'parent',
  'owner',
  'realm',
  'references',
] as const;
type TargetSource = (typeof targetSources)[number];

/**
 * Who may read a field:
 * - `public`: anybody, signed in or not;
 * - `with parent`: whoever was given the object that holds it;
 * - an effect on a person, or in a realm: whoever the policy allows it.
 */
export type AccessRule =
  | 'public'
  | 'with parent'
  | {
      readonly effect: Effect;
      readonly on: TargetSource;
      /** Refuses bad input before anybody is asked who calls (security C). */
      readonly check?: (input: unknown) => void;
      /** What is asked for of the person, so that no more is read, and all of it at once where that is right. */
      readonly selected?: (info: GraphQLResolveInfo, context: RequestContext) => PersonSelected;
    };

/**
 * Puts the access rule beside a field; on a class it holds for the fields that have none of their own.
 * It is enforced by `guardSchema` on the finished schema and not by type-graphql's `@Authorized`, which
 * is silently ignored on fields without a resolver.
 */
export function Access(rule: AccessRule): ReturnType<typeof Extensions> {
  return Extensions({ access: rule });
}

/**
 * Guards every field of every object type by its rule and writes the requirement into its description.
 * @throws Error naming every field without a rule: access is denied by default (security A4)
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  const unruled: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const rule = ruleOf(type, field);
      if (rule === undefined) unruled.push(`${type.name}.${field.name}`);
      else if (typeof rule === 'object') guard(field, rule);
    }
  }
  if (unruled.length > 0) {
    throw new Error(`These fields have no access rule: ${unruled.join(', ')}`);
  }
  return schema;
}

/** The rule of a field, or undefined where it has none; exported for the tests that list them. */
export function ruleOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): AccessRule | undefined {
  const rule: unknown = field.extensions['access'] ?? type.extensions['access'];
  return isRule(rule) ? rule : undefined;
}

function isRule(rule: unknown): rule is AccessRule {
  if (rule === 'public' || rule === 'with parent') return true;
  if (typeof rule !== 'object' || rule === null || !('effect' in rule) || !('on' in rule)) {
    return false;
  }
  return (
    effects.some((effect) => effect === rule.effect) &&
    targetSources.some((source) => source === rule.on)
  );
}

function guard(field: GraphQLField<unknown, unknown>, rule: Exclude<AccessRule, string>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.description =
    `${field.description ?? ''}\n\nRequires: ${requirementOf(rule.effect)}.`.trim();
  field.resolve = (
    parent: unknown,
    args: Readonly<Record<string, unknown>>,
    context: unknown,
    info: GraphQLResolveInfo,
  ): unknown => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    if (info.operation.operation === OperationTypeNode.MUTATION) context.beginMutation();
    return after(demand(rule, { parent, args, context, info }), () =>
      resolve(parent, args, context, info),
    );
  };
}

interface Place {
  readonly parent: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** Throws unless the policy allows the effect; resolvers ask again for what they act with. */
function demand(
  { effect, on, check, selected }: Exclude<AccessRule, string>,
  { parent, args, context, info }: Place,
): Later<unknown> {
  check?.(on === 'input' ? args['input'] : args);
  switch (on) {
    case 'caller':
      return context.grant(effect, {}, selected?.(info, context));
    case 'arguments':
      return context.grant(
        effect,
        { id: textOf(args, 'id'), realm: textOf(args, 'realm') },
        selected?.(info, context),
      );
    case 'input':
      return context.grant(effect, personInInput(args['input']));
    case 'parent':
      return context.grantOn(effect, personIn(parent));
    case 'owner':
      return context.grantOn(effect, personIn(memberOf(parent, 'owner')));
    case 'references':
      // Each is judged by itself where it is resolved, so that a refusal nulls it alone. They are counted here,
      // before the first of a request is resolved, so that too many are refused before AM is asked.
      context.countReferences(args['representations']);
      return undefined;
    case 'realm':
      return after(context.realm(textOf(args, 'realm')), (realm) => context.grantIn(realm, effect));
  }
}

/** The person that a mutation's input names. */
export function personInInput(input: unknown): NamedPerson {
  return {
    id: textOf(input, 'userId'),
    idArgument: 'userId',
    realm: textOf(input, 'realm'),
  };
}

/** A member of an input, whatever it is. */
export function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}

/** A text argument; null and absent mean the same, and anything else is a defect of the schema. */
function textOf(args: unknown, name: string): string | undefined {
  const value = memberOf(args, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not a text`);
}

function personIn(value: unknown): Person {
  if (isPerson(value)) return value;
  throw new TypeError('a field guarded by a person needs one');
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'id' in value && 'entry' in value;
}
