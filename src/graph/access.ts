import { defaultFieldResolver, isObjectType, OperationTypeNode } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import type { PersonRef } from '../domain/person.ts';
import { effects, requirementOf } from '../domain/policy.ts';
import type { Effect } from '../domain/policy.ts';
import { RequestContext } from './context.ts';

/** Where a guarded field finds the person that it is about. */
const targetSources = ['caller', 'arguments', 'input', 'parent'] as const;
type TargetSource = (typeof targetSources)[number];

/**
 * Who may read a field:
 * - `public`: anybody, signed in or not;
 * - `with parent`: whoever was given the object that holds it;
 * - an effect on a person: whoever the policy allows it.
 */
export type AccessRule =
  'public' | 'with parent' | { readonly effect: Effect; readonly on: TargetSource };

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
  field.resolve = async (
    parent: unknown,
    args: Readonly<Record<string, unknown>>,
    context: unknown,
    info: GraphQLResolveInfo,
  ): Promise<unknown> => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    const fresh = info.operation.operation === OperationTypeNode.MUTATION;
    const target = await targetOf(rule.on, { parent, args, context, fresh });
    await context.demand(rule.effect, target, { fresh });
    return resolve(parent, args, context, info);
  };
}

interface Place {
  readonly parent: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly fresh: boolean;
}

async function targetOf(source: TargetSource, place: Place): Promise<PersonRef> {
  const { parent, args, context, fresh } = place;
  switch (source) {
    case 'caller':
      return context.target({}, { fresh });
    case 'arguments':
      return context.target({ id: textOf(args, 'id'), realm: textOf(args, 'realm') }, { fresh });
    case 'input':
      return context.target(
        {
          id: textOf(args['input'], 'userId'),
          idArgument: 'userId',
          realm: textOf(args['input'], 'realm'),
        },
        { fresh },
      );
    case 'parent':
      if (isPersonRef(parent)) return parent;
      throw new TypeError('a field guarded by its parent needs a person as its parent');
  }
}

/** A text argument; null and absent mean the same, and anything else is a defect of the schema. */
function textOf(args: unknown, name: string): string | undefined {
  if (typeof args !== 'object' || args === null) return undefined;
  const value: unknown = Reflect.get(args, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not a text`);
}

function isPersonRef(parent: unknown): parent is PersonRef {
  return typeof parent === 'object' && parent !== null && 'id' in parent && 'realm' in parent;
}
