/** Prints the Postman collection of `examples/postman` from the documented operations. */
import type { GraphQLSchema } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { createSchema } from '../../../src/graph/build-schema.ts';
import { deviceIds } from '../../../src/sandbox/index.ts';
import { idOfDevice } from '../../support/global-ids.ts';
import { operations, type Documented, type UserId } from './documented.ts';
import { readPurposes } from './purposes.ts';
import { schemaFactsOf } from './schema-facts.ts';

export const postmanCollection = 'examples/postman/identity-gateway.postman_collection.json';

const about = `Every documented operation of identity-gateway as a request. Set the variables of the collection: \`url\`, and as
\`session\` what stands behind the colon of what \`npm run -s sign-in -- alice\` prints.`;

const bobsDevice = idOfDevice('bob', 'OATH', deviceIds.bobOath);

/** The variables of the collection, with values for the sandbox. */
const variables = [
  { key: 'url', value: 'http://127.0.0.1:4000/graphql', description: 'Where the gateway is.' },
  {
    key: 'sessionHeader',
    value: 'iPlanetDirectoryPro',
    description: 'The name of Access Management’s session cookie.',
  },
  { key: 'session', value: '', description: 'The session of the caller, from their cookie.' },
  { key: 'search', value: 'bob', description: 'A part of a name, for staff.' },
  {
    key: 'personId',
    value: 'bob',
    description: 'Whom staff act for: the id that SearchPeople tells, or Access Management’s own.',
  },
  {
    key: 'deviceId',
    value: bobsDevice,
    description: 'The id of a device, as the device lists tell it.',
  },
];

/** Returns the collection in Postman's format 2.1. */
export async function printPostmanCollection(): Promise<string> {
  const [schema, purposes] = [await createSchema(), await readPurposes()];
  const itemOf = (id: UserId) => (operation: Documented) =>
    item(operation, { id, schema, purpose: purposes.get(operation.name) ?? '' });
  const isOwn = ({ by, variables: of }: Documented): boolean =>
    by.includes('self') && !('id' in of(null));
  const isOfStaff = (one: Documented): boolean =>
    !isOwn(one) || JSON.stringify(one.variables('x')) !== JSON.stringify(one.variables(null));
  const collection = {
    info: {
      name: 'identity-gateway',
      description: about,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: variables,
    item: [
      { name: 'For oneself', item: operations.filter(isOwn).map(itemOf(null)) },
      {
        name: 'For another person, by staff',
        item: operations.filter(isOfStaff).map(itemOf('{{personId}}')),
      },
    ],
  };
  const style = await resolveConfig(postmanCollection);
  return format(JSON.stringify(collection), { ...style, parser: 'json' });
}

function item(
  { name, text, variables: of }: Documented,
  {
    id,
    schema,
    purpose,
  }: { readonly id: UserId; readonly schema: GraphQLSchema; readonly purpose: string },
): object {
  const { who, variables: facts } = schemaFactsOf(schema, text);
  const given = JSON.stringify(of(id), null, 2)
    .replaceAll(bobsDevice, '{{deviceId}}')
    .replace('"search": "{{personId}}"', '"search": "{{search}}"');
  return {
    name,
    request: {
      method: 'POST',
      description: [
        purpose,
        '',
        `Who may call it: ${who}.`,
        ...facts.map(({ signature, meaning }) => `- \`${signature}\`: ${meaning}`),
      ].join('\n'),
      header: [
        { key: 'content-type', value: 'application/json' },
        { key: '{{sessionHeader}}', value: '{{session}}' },
      ],
      url: '{{url}}',
      body: { mode: 'graphql', graphql: { query: text, variables: given } },
    },
  };
}
