import { defaultFieldResolver, getNamedType, isObjectType, OperationTypeNode } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { createParameterDecorator, Extensions } from 'type-graphql';
import { andThen, type MaybePromise } from '../../domain/values/maybe-promise.ts';
import { effects, type Effect } from '../../domain/policy/effects.ts';
import { requirementOf } from '../../domain/policy/policy.ts';
import { withWholePath } from './input-path.ts';
import { refuseDeepInput, refuseOddInput } from './refuse-odd-input.ts';
import { RequestContext } from '../request/context.ts';

/**
 * Who may read a field:
 * - `public`: every caller, signed in or not;
 * - `with parent`: every caller who may read its parent object;
 * - a guarded rule: every caller with the policy's permission for its effect.
 */
export type AccessRule = 'public' | 'with parent' | GuardedRule;

/**
 * An effect on a person or in a realm, and a function that throws the refusal: `permit` returns the
 * grant that the resolver gets by `@Granted()`; `read` returns the value of the field, whose
 * resolver is not called.
 */
export type GuardedRule = {
  readonly effect: Effect;
  /** Other effects that the rule asks for instead, about other objects. */
  readonly or?: readonly Effect[];
} & (
  | { readonly permit: (call: GuardedCall) => MaybePromise<unknown> }
  | { readonly read: (call: GuardedCall) => MaybePromise<unknown> }
);

/** One call of a guarded field. */
export interface GuardedCall {
  readonly effect: Effect;
  readonly parent: unknown;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/**
 * Sets the access rule of a field, or on a class that of every field without its own.
 * `guardSchema` enforces it on the built schema, because type-graphql ignores its `@Authorized` on
 * fields without a resolver.
 */
export function Access(rule: AccessRule): ReturnType<typeof Extensions> {
  return Extensions({ access: rule });
}

/**
 * Injects what the `permit` function of the field's rule returned. A resolver has no other access
 * to AM. Throws TypeError for a field without a guard.
 */
export function Granted(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator(({ context, info }) => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    if (context.grants.has(info)) return context.grants.get(info);
    throw new TypeError(`${info.parentType.name}.${info.fieldName} has no guard`);
  });
}

/**
 * Guards every field of every object type by its rule and adds the requirement to its description.
 * Every field with arguments refuses odd ones first.
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
      if (field.args.length > 0) readInputFirst(field);
    }
  }
  if (unruled.length > 0)
    throw new Error(`These fields have no access rule: ${unruled.join(', ')}`);
  return schema;
}

/** Returns the access rule of a field, or undefined if it has none. */
export function ruleOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): AccessRule | undefined {
  const rule: unknown = field.extensions['access'] ?? type.extensions['access'];
  return isRule(rule) ? rule : undefined;
}

function isRule(rule: unknown): rule is AccessRule {
  if (rule === 'public' || rule === 'with parent') return true;
  if (typeof rule !== 'object' || rule === null || !('effect' in rule)) return false;
  const { effect } = rule;
  const decides =
    ('permit' in rule && typeof rule.permit === 'function') ||
    ('read' in rule && typeof rule.read === 'function');
  return decides && effects.some((one) => one === effect);
}

/**
 * Wraps the resolver of a field so that odd arguments are refused before anything else, and a bad
 * one is named by its whole path. References to entities are refused one by one, so that a wrong
 * one nulls only its entity.
 */
function readInputFirst(field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const hasReferences = field.args.some(({ type }) => getNamedType(type).name === '_Any');
  const refuse = hasReferences ? refuseDeepInput : refuseOddInput;
  const placed = (error: unknown): never => {
    throw withWholePath(error, field.args);
  };
  field.resolve = (parent, args: GuardedCall['args'], context, info) => {
    try {
      refuse(args);
      const answer: unknown = resolve(parent, args, context, info);
      return answer instanceof Promise ? answer.catch(placed) : answer;
    } catch (error) {
      return placed(error);
    }
  };
}

/** Wraps the resolver of a field so that its rule is decided first. */
function guard(field: GraphQLField<unknown, unknown>, rule: GuardedRule): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const { effect } = rule;
  field.description = `${field.description ?? ''}\n\nRequires: ${requirementOf(rule)}.`.trim();
  field.resolve = (parent, args: GuardedCall['args'], context, info) => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    if (info.operation.operation === OperationTypeNode.MUTATION) context.beginMutation();
    const call: GuardedCall = { effect, parent, args, context, info };
    if ('read' in rule)
      return andThen(rule.read(call), (value) => {
        requirePermission(rule, call, value);
        return value;
      });
    return andThen(rule.permit(call), (grant) => {
      requirePermission(rule, call, grant);
      context.grants.set(info, grant);
      return resolve(parent, args, context, info);
    });
  };
}

/**
 * A rule that returns something has asked the policy in this request, with the caller's rights of
 * now. A rule that forgets it is a defect, and its field shows and does nothing. Each element of a
 * list is decided apart, by itself.
 * @throws TypeError
 */
function requirePermission(
  { effect, or = [] }: GuardedRule,
  call: GuardedCall,
  found: unknown,
): void {
  if (found === null || found === undefined || Array.isArray(found)) return;
  const { granted } = call.context.permissions;
  if ([effect, ...or].some((one) => granted.has(one))) return;
  const { parentType, fieldName } = call.info;
  throw new TypeError(`${parentType.name}.${fieldName} was not permitted by the policy`);
}
