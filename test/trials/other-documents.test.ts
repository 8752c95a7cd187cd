/** The client accepts documents of other libraries, and runs on React Native. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gql, type TypedDocumentNode } from '@apollo/client';
import { parse, print } from 'graphql';
import { createClient, MyDevicesDocument, TransportError } from '../../packages/client/index.ts';
import type { GatewayClient } from '../../packages/client/index.ts';
import { idOfPerson } from '../support/global-ids.ts';
import { useStage } from '../support/stage.ts';
import { type StandIn, startStandIn } from '../clients/stand-in.ts';

const stage = useStage();
let alice: GatewayClient;

beforeEach(async () => {
  alice = createClient(await connection());
});

async function connection() {
  return { url: `${stage.gateway.url}/graphql`, headers: await stage.peer.signIn('alice') };
}

describe('documents of', () => {
  test('gql are sent, with their fragments', async () => {
    const document: TypedDocumentNode<{ me: { displayName: string } | null }, { id?: string }> =
      gql`
        query Me {
          me {
            ...Person
          }
        }
        ${gql`
          fragment Person on User {
            displayName
          }
        `}
      `;

    const { data } = await alice.request(document);

    const name: string | undefined = data?.me?.displayName;
    expect(name).toBe('Alice Example');
  });

  test('a parser without text, as those of gql.tada, are sent by a printer', async () => {
    const document: TypedDocumentNode<{ me: { displayName: string } | null }, { id?: string }> =
      parse('{ me { displayName } }', { noLocation: true });
    const printing = createClient({ ...(await connection()), print });

    const { data } = await printing.request(document);

    expect(data?.me?.displayName).toBe('Alice Example');
    await expect(alice.request(document)).rejects.toThrow('The document has no text');
  });
});

describe('without AbortSignal.timeout and AbortSignal.any, as in React Native', () => {
  const { any, timeout } = AbortSignal;
  let server: StandIn | undefined;
  beforeEach(() => void Object.assign(AbortSignal, { any: undefined, timeout: undefined }));
  afterEach(async () => {
    Object.assign(AbortSignal, { any, timeout });
    await server?.stop();
    server = undefined;
  });

  /** Starts a gateway that never ends its response. `begin` may start one. */
  async function endless(begin: (response: ServerResponse) => void): Promise<string> {
    server = await startStandIn(begin);
    return server.url;
  }

  test('a request runs within its time', async () => {
    const client = createClient({ ...(await connection()), timeoutMs: 5000 });

    const { data } = await client.request(MyDevicesDocument);

    expect(data?.me?.id).toBe(idOfPerson('alice'));
  });

  test('a late response is a transport error with a reason', async () => {
    const url = await endless(() => undefined);

    const answer = createClient({ url, timeoutMs: 50 }).request(MyDevicesDocument);

    await expect(answer).rejects.toBeInstanceOf(TransportError);
    await expect(answer).rejects.toMatchObject({
      message: 'The gateway cannot be reached: no response within 50 ms',
      status: null,
    });
  });

  test('a response that stops halfway is late, too', async () => {
    const url = await endless((response) => void response.write('{"data":'));

    const answer = createClient({ url, timeoutMs: 50 }).request(MyDevicesDocument);

    await expect(answer).rejects.toThrow('no response within 50 ms');
  });

  test.each(['before', 'after'])('the signal still aborts, with its reason, %s', async (when) => {
    const url = await endless(() => undefined);
    const controller = new AbortController();
    const reason = new Error('the page is gone');
    if (when === 'before') controller.abort(reason);

    const client = createClient({ url, timeoutMs: 5000 });
    const answer = client.request(MyDevicesDocument, {}, { signal: controller.signal });
    controller.abort(reason);

    await expect(answer).rejects.toBe(reason);
  });
});
