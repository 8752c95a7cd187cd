import { createParameterDecorator } from 'type-graphql';
import { RequestContext } from './context.ts';

/**
 * Hands a resolver what its guard has granted: a `PersonGrant`, for a rule on a realm a `RealmGrant`, for one on
 * references the promise of a `PersonGrant` for each. A resolver has no other way to AM.
 */
export function Granted(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator(({ context, info }) => {
    if (!(context instanceof RequestContext)) throw new TypeError('a request without its context');
    return context.grants.get(info);
  });
}
