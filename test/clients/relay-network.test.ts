/** The network function of docs/caches.md for Relay, without Relay: the texts that its compiler writes are sent as they are. */
import { expect, test } from '@jest/globals';
import { createClient, MyDevicesDocument } from '../../packages/client/index.ts';
import { userId } from '../support/global-ids.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage();

/** What Relay hands to a network function. */
interface RelayOperation {
  readonly text: string;
}
type Variables = Readonly<Record<string, unknown>>;

test('a compiled operation is sent by its text, and its answer is as Relay takes it', async () => {
  const headers = await stage.peer.signIn('alice');
  const client = createClient({ url: `${stage.gateway.url}/graphql`, headers });
  const fetchFunction = async (operation: RelayOperation, variables: Variables) => {
    const { data, errors } = await client.request<unknown, Variables>(operation.text, variables);
    return { data, errors };
  };

  const answer = await fetchFunction({ text: MyDevicesDocument.__meta__.text }, {});

  expect(answer).toMatchObject({ data: { me: { id: userId('alice') } }, errors: [] });
});
