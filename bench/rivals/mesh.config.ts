/**
 * The work for GraphQL Mesh: three operations of AM, the device lists joined to the user by
 * `@resolveTo`. The bench composes it and replaces the endpoint in the result. AM's own names
 * become those of our schema, so that every server executes the same document.
 */
import { createRenameFieldTransform, defineConfig } from '@graphql-mesh/compose-cli';
import type { JsonOperation, JsonSchema } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';
import { GraphQLID, GraphQLNonNull } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { cookieName } from '../lib/am-bodies.ts';

const text: JsonSchema = { type: 'string' };

const user: JsonSchema = {
  title: 'User',
  type: 'object',
  properties: { _id: text, username: text, mail: { type: 'array', items: text } },
};

const device: JsonSchema = {
  title: 'Device',
  type: 'object',
  properties: { uuid: text, deviceName: text },
};

const deviceList: JsonSchema = {
  title: 'DeviceList',
  type: 'object',
  properties: { result: { type: 'array', items: device } },
};

const newNames: Readonly<Record<string, string>> = {
  'User._id': 'amId',
  'Device.uuid': 'amId',
  'Device.deviceName': 'name',
};

function read(field: string, path: string, responseSchema: JsonSchema): JsonOperation {
  return { type: 'Query', method: 'GET', field, path, responseSchema };
}

function readDevices(kind: 'oath' | 'push'): JsonOperation {
  const path = `/users/{args.id}/devices/2fa/${kind}?_queryFilter=true&_fields=uuid,deviceName`;
  return read(`${kind}Devices`, path, deviceList);
}

function devicesField(field: string): string {
  return `${field}: [Device] @resolveTo(
    sourceName: "AM", sourceTypeName: "Query", sourceFieldName: "${field}",
    requiredSelectionSet: "{ amId }", sourceArgs: { id: "{root.amId}" }, result: "result"
  )`;
}

/** JSON schema has no ids: the loader makes the arguments optional strings. */
function makeArgumentsIds(schema: GraphQLSchema): GraphQLSchema {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  for (const argument of fields.flatMap(({ args }) => args)) {
    argument.type = new GraphQLNonNull(GraphQLID);
  }
  return schema;
}

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadJSONSchemaSubgraph('AM', {
        endpoint: 'http://am.invalid/realm',
        operationHeaders: { [cookieName]: `{context.headers.${cookieName.toLowerCase()}}` },
        operations: [
          read('user', '/users/{args.id}?_fields=username,mail', user),
          readDevices('oath'),
          readDevices('push'),
        ],
      }),
      transforms: [
        makeArgumentsIds,
        createRenameFieldTransform(
          ({ typeName, fieldName }) => newNames[`${typeName}.${fieldName}`],
        ),
      ],
    },
  ],
  additionalTypeDefs: `extend type User {
    email: String
    ${devicesField('oathDevices')}
    ${devicesField('pushDevices')}
  }`,
});
