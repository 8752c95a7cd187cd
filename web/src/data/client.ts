import { createClient } from '@identity-gateway/client';

/**
 * The client of the gateway that serves this page; it uses the browser's session. It sends
 * documents by id, so that they run on a gateway that allows only trusted documents. Pages of
 * other sites cannot send the header.
 */
export const gateway = createClient({
  url: '/graphql',
  credentials: 'same-origin',
  documents: 'id',
  headers: { 'x-requested-with': 'identity-gateway' },
  timeoutMs: 60_000,
});
