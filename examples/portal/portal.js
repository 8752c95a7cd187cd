/**
 * A portal's subgraph. It names people by the identity gateway's key and holds no access rules for
 * them: the router fetches them from the gateway, which decides for each person and caller.
 */
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSchema } from 'graphql';

const sdl = readFileSync(new URL('portal.graphql', import.meta.url), 'utf8');

/** What a router asks of every subgraph; `@apollo/subgraph` would add it, too. */
const federation = `
  scalar _Any
  union _Entity = Employee | User
  type _Service { sdl: String! }
  extend type Query {
    _service: _Service!
    _entities(representations: [_Any!]!): [_Entity]!
  }
`;

const staff = [
  { id: '1', costCentre: 'Sales', amId: 'alice' },
  { id: '2', costCentre: 'Research', amId: 'bob' },
  { id: '3', costCentre: 'Board', amId: 'vera' },
  { id: '4', costCentre: 'Service desk', amId: 'helen' },
];
const realm = 'alpha';

const employeeOf = ({ id, costCentre, amId }) => ({
  __typename: 'Employee',
  id,
  costCentre,
  user: () => userOf(amId),
});

const userOf = (amId) => ({
  __typename: 'User',
  amId,
  realm,
  employee: () => found((one) => one.amId === amId),
});

const found = (isWanted) => {
  const one = staff.find(isWanted);
  return one === undefined ? null : employeeOf(one);
};

const rootValue = {
  employees: () => staff.map(employeeOf),
  employee: ({ id }) => found((one) => one.id === id),
  _service: () => ({ sdl }),
  _entities: ({ representations }) =>
    representations.map((reference) => {
      if (reference.__typename === 'Employee') return found((one) => one.id === reference.id);
      return reference.realm === realm ? userOf(reference.amId) : null;
    }),
};

const server = new ApolloServer({
  schema: buildSchema(sdl + federation, { assumeValidSDL: true }),
  rootValue: () => rootValue,
  plugins: [ApolloServerPluginInlineTraceDisabled()],
});
const port = Number(process.env.PORT ?? 4002);
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port } });
process.stdout.write(`Portal    ${url}\n`);
