/** The resolvers that rivals run: the same three reads by the same client, and nothing that decides. */
import { realmPath } from '../lib/am-bodies.ts';
import { pathsOf, toDevices } from './am-user.ts';
import type { AmUser } from './am-user.ts';
import { createRequestGet } from './get-by-request.ts';

/** What the resolvers know of a request. */
export interface PlainContext {
  readonly token: string;
}

/** A user as far as resolvers pass it on. */
interface PlainUser {
  readonly amId: string;
  readonly username: string;
  readonly email: string | null;
}

type Devices = Promise<{ amId: string; name: string }[]>;

/** Resolvers for `schema/schema.graphql`, as far as the work needs them. */
export interface PlainResolvers {
  readonly Query: {
    user(parent: unknown, args: { id: string }, context: PlainContext): Promise<PlainUser>;
  };
  readonly User: {
    oathDevices(parent: PlainUser, args: object, context: PlainContext): Devices;
    pushDevices(parent: PlainUser, args: object, context: PlainContext): Devices;
  };
}

/** Resolvers on a pool of their own. */
export function createPlainResolvers(origin: string): PlainResolvers {
  const get = createRequestGet(origin);
  const paths = (id: string): ReturnType<typeof pathsOf> => pathsOf(realmPath, id);
  return {
    Query: {
      async user(_parent, { id }, { token }) {
        const user: AmUser = JSON.parse(await get(paths(id).user, token));
        return { amId: user._id, username: user.username, email: user.mail?.[0] ?? null };
      },
    },
    User: {
      async oathDevices({ amId }, _args, { token }) {
        return toDevices(JSON.parse(await get(paths(amId).oath, token)));
      },
      async pushDevices({ amId }, _args, { token }) {
        return toDevices(JSON.parse(await get(paths(amId).push, token)));
      },
    },
  };
}
