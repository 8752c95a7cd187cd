/** The fragments and the query of a page, as Relay's compiler reads them. */
import { graphql } from 'relay-runtime';

/** A user, who can be refetched by id. */
export const person = graphql`
  fragment screen_person on User @refetchable(queryName: "screenPersonQuery") {
    amId
    realm
    email
    devices {
      name
    }
  }
`;

/** Users, page by page. */
export const people = graphql`
  fragment screen_people on Query
  @refetchable(queryName: "screenPeopleQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 1 }, after: { type: "String" }) {
    users(search: "zed", first: $first, after: $after) @connection(key: "screen_users") {
      edges {
        node {
          username
        }
      }
    }
  }
`;

/** The page. */
export const screen = graphql`
  query screenQuery($id: ID!, $realm: String) {
    user(id: $id, realm: $realm) {
      ...screen_person
    }
    ...screen_people
  }
`;

/** The devices of the signed-in user. */
export const myDevices = graphql`
  query screenMyDevicesQuery {
    me {
      oathDevices {
        name
      }
    }
  }
`;
