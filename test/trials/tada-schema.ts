/** The part of the schema for the tests of gql.tada, as `gql.tada generate-output` writes it. */
import { initGraphQLTada } from 'gql.tada';

interface Introspection {
  name: never;
  query: 'Query';
  mutation: 'Mutation';
  subscription: never;
  types: {
    Query: { kind: 'OBJECT'; name: 'Query'; fields: { me: Field<'me', Named<'OBJECT', 'User'>> } };
    User: {
      kind: 'OBJECT';
      name: 'User';
      fields: {
        displayName: Field<'displayName', Text>;
        oathDevices: Field<'oathDevices', ListOf<NonNull<Named<'OBJECT', 'OathDevice'>>>>;
      };
    };
    OathDevice: { kind: 'OBJECT'; name: 'OathDevice'; fields: { name: Field<'name', Text> } };
    Mutation: {
      kind: 'OBJECT';
      name: 'Mutation';
      fields: {
        resetOathDevices: Field<'resetOathDevices', Named<'OBJECT', 'ResetOathDevicesPayload'>>;
      };
    };
    ResetOathDevicesPayload: {
      kind: 'OBJECT';
      name: 'ResetOathDevicesPayload';
      fields: { outcome: Field<'outcome', NonNull<Named<'ENUM', 'DeviceChangeOutcome'>>> };
    };
    DeviceChangeOutcome: {
      name: 'DeviceChangeOutcome';
      enumValues:
        'DONE' | 'NOTHING_TO_RESET' | 'NOT_DONE' | 'UNKNOWN' | 'WOULD_REMOVE' | 'CONFIRMED';
    };
    ResetOathDevicesInput: {
      kind: 'INPUT_OBJECT';
      name: 'ResetOathDevicesInput';
      isOneOf: false;
      inputFields: [Input<'target', NonNull<Named<'INPUT_OBJECT', 'DeviceChangeTarget'>>>];
    };
    DeviceChangeTarget: {
      kind: 'INPUT_OBJECT';
      name: 'DeviceChangeTarget';
      isOneOf: true;
      inputFields: [Input<'me', Named<'SCALAR', 'Boolean'>>];
    };
    Boolean: unknown;
    String: unknown;
  };
}
interface Field<Name, Type> {
  name: Name;
  type: Type;
}
interface Input<Name, Type> extends Field<Name, Type> {
  defaultValue: null;
}
interface Named<Kind, Name> {
  kind: Kind;
  name: Name;
  ofType: null;
}
interface Wrapped<Kind, Type> {
  kind: Kind;
  name: never;
  ofType: Type;
}
type NonNull<Type> = Wrapped<'NON_NULL', Type>;
type ListOf<Type> = Wrapped<'LIST', Type>;
type Text = Named<'SCALAR', 'String'>;

/** gql.tada for the schema. */
export const graphql = initGraphQLTada<{ introspection: Introspection }>();
