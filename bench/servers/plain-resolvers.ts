/** The resolvers of the other GraphQL servers: the same three reads, and no decision. */
import { realmPath } from '../lib/am-bodies.ts';
import { pathsOf, toDevices } from './am-user.ts';
import type { AmUser } from './am-user.ts';
import type { Get } from './get-by-request.ts';

/** The context of a request. */
export interface PlainContext {
  readonly token: string;
}

/** The part of a user that the resolvers pass on. */
interface PlainUser {
  readonly amId: string;
  readonly username: string;
  readonly email: string | null;
}

type Devices = Promise<{ amId: string; name: string }[]>;

/** The resolvers of `schema/schema.graphql` that the work needs. */
export interface PlainResolvers {
  readonly Query: {
    user(parent: unknown, args: { id: string }, context: PlainContext): Promise<PlainUser>;
  };
  readonly User: {
    oathDevices(parent: PlainUser, args: object, context: PlainContext): Devices;
    pushDevices(parent: PlainUser, args: object, context: PlainContext): Devices;
  };
}

/** Creates resolvers that read AM by `get`. */
export function createPlainResolvers(get: Get): PlainResolvers {
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
