import { createClient } from '@identity-gateway/client';
import type { GatewayClient } from '@identity-gateway/client';

/**
 * The client of the gateway that serves this page; it uses the browser's session. It sends
 * documents by id, so that they run on a gateway that allows only trusted documents. Pages of
 * other sites cannot send the header.
 */
const client = createClient({
  url: '/graphql',
  credentials: 'same-origin',
  documents: 'id',
  headers: { 'x-requested-with': 'identity-gateway' },
  timeoutMs: 60_000,
});

let isOver = false;
let onOver = (): void => {
  isOver = true;
};

/** Calls a listener when any answer says that no one is signed in, also one from before. */
export function onSessionOver(listener: () => void): void {
  onOver = listener;
  if (isOver) listener();
}

/** Sends every query and change of the pages. */
export const gateway: Pick<GatewayClient, 'request'> = {
  request: async (document, ...variables) => {
    const result = await client.request(document, ...variables);
    if (result.errors.some(({ code }) => code === 'UNAUTHENTICATED')) onOver();
    return result;
  },
};
