import { defaultFieldResolver, isObjectType, OperationTypeNode } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import type { DeviceKind } from '../domain/device.ts';
import type { MaybePromise } from '../domain/maybe-promise.ts';
import type { Person } from '../domain/person.ts';
import { effects, requirementOf } from '../domain/policy.ts';
import type { Effect } from '../domain/policy.ts';
import { permitReferences } from './federation/permit-references.ts';
import { permitChangeRecord } from './history/permit-change-record.ts';
import type { ChangeGrant } from './history/permit-change-record.ts';
import { permitNode } from './node/permit-node.ts';
import { memberOf, textOf } from './input.ts';
import { permitChange } from './change/permit-change.ts';
import { RequestContext } from './request/context.ts';
import type { PersonGrant, RealmGrant } from './request/grant.ts';
import type { Permissions, PersonSelected } from './request/permissions.ts';

/** Where a guarded field takes its person or realm from. */
const targetSources = [
  'caller',
  'arguments',
  'input',
  'parent',
  'owner',
  'changed',
  'realm',
  'references',
  'node',
  'change',
] as const;
type TargetSource = (typeof targetSources)[number];

/**
 * Who may read a field:
 * - `public`: everybody, signed in or not;
 * - `with parent`: everybody who may read its parent object;
 * - an effect on a person or in a realm: the callers to whom the policy permits it.
 */
export type AccessRule = 'public' | 'with parent' | GuardedRule;

/** An effect on a person or in a realm that the policy must permit. */
interface GuardedRule {
  readonly effect: Effect;
  readonly on: TargetSource;
  /** Throws for bad input, before the caller is looked up (security C). */
  readonly check?: (input: unknown) => void;
  /** The kinds of device that a change is about, where the input does not say. */
  readonly kinds?: readonly DeviceKind[];
  /** Returns what is selected of the person, so that only that is read, and in parallel where permitted. */
  readonly selected?: (info: GraphQLResolveInfo, offered: readonly DeviceKind[]) => PersonSelected;
}

/**
 * Sets the access rule of a field, or on a class that of every field without its own.
 * `guardSchema` enforces it on the built schema. type-graphql's `@Authorized` is not used, because it is
 * silently ignored on fields without a resolver.
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

/** Returns the access rule of a field, or undefined where it has none. */
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

/**
 * Wraps the resolver of a field so that its grant is decided first. The resolver gets that grant by `@Granted()`,
 * so it acts on exactly what was decided.
 */
function guard(field: GraphQLField<unknown, unknown>, rule: GuardedRule): void {
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
    if (info.operation.operation === OperationTypeNode.MUTATION) context.beginMutation();
    context.grants.set(info, await grantFor(rule, { parent, args, context, info }));
    return resolve(parent, args, context, info);
  };
}

interface FieldCall {
  readonly parent: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/**
 * Returns what the policy grants for one call of a field; null where it is about nobody.
 * @throws Failure the refusal, or bad input
 */
function grantFor(
  { effect, on, check, kinds, selected }: GuardedRule,
  { parent, args, context, info }: FieldCall,
): MaybePromise<PersonGrant | RealmGrant | ChangeGrant | readonly Promise<PersonGrant>[] | null> {
  const { input } = args;
  check?.(on === 'input' ? input : args);
  const { permissions } = context;
  const offered = (): DeviceKind[] => context.product().kinds.map(({ kind }) => kind);
  switch (on) {
    case 'caller':
      return permissions.forNamed(effect, {}, selected?.(info, offered()));
    case 'arguments':
      return permissions.forNamed(
        effect,
        { id: textOf(args, 'id'), realm: textOf(args, 'realm') },
        selected?.(info, offered()),
      );
    case 'input':
      return permitChange(context, { effect, kinds }, input);
    case 'parent':
      return permissions.on(effect, personIn(parent));
    case 'owner':
      return permissions.on(effect, personIn(memberOf(parent, 'owner')));
    case 'changed':
      return onChanged(permissions, effect, memberOf(parent, 'changed'));
    case 'realm':
      return permissions.inRealm(effect, textOf(args, 'realm'));
    case 'node':
      return permitNode(context, textOf(args, 'id'));
    case 'change':
      return permitChangeRecord(context, textOf(args, 'id'));
    case 'references':
      return permitReferences(context, effect, args['representations']);
  }
}

/** A payload says of a person who was not there that there is none; nothing is to be granted then. */
function onChanged(
  permissions: Permissions,
  effect: Effect,
  person: unknown,
): MaybePromise<PersonGrant | null> {
  return person === null ? null : permissions.on(effect, personIn(person));
}

function personIn(value: unknown): Person {
  if (isPerson(value)) return value;
  throw new TypeError('a field guarded by a person needs one');
}

function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'id' in value && 'entry' in value;
}
