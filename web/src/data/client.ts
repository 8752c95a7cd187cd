import { createClient } from '@identity-gateway/client';

/**
 * The gateway that served this page, with the browser's own session. Documents go by their ids, so that they run where
 * only trusted ones may; the header is one that no page of another site can send.
 */
export const gateway = createClient({
  url: '/graphql',
  credentials: 'same-origin',
  documents: 'id',
  headers: { 'x-requested-with': 'identity-gateway' },
  timeoutMs: 60_000,
});
