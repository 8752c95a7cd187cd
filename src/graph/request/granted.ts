import { createParameterDecorator } from 'type-graphql';
import { RequestContext } from './context.ts';

/**
 * Injects the grant of the field into its resolver: a `PersonGrant`; for a rule on a realm a `RealmGrant`; for a rule
 * on references a promise of a `PersonGrant` for each. A resolver has no other access to AM.
 */
export function Granted(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator(({ context, info }) => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    return context.grants.get(info);
  });
}
