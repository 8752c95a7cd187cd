import { CombinedGraphQLErrors } from '@apollo/client';
import { useMutation, useQuery } from '@apollo/client/react';
import { MyDevicesDocument, ResetOathDevicesDocument } from '@identity-gateway/client';
import type { ReactNode } from 'react';

/** A page on which somebody whose one-time passwords ran out of step starts again. */
export function MyDevices(): ReactNode {
  const query = useQuery(MyDevicesDocument);
  // The answer names the person and their devices, so the cache changes what the query shows.
  const [reset, change] = useMutation(ResetOathDevicesDocument, {
    variables: { input: { target: { self: true } } },
  });
  const devices = query.data?.me?.oathDevices;
  const refusals = change.data?.resetOathDevices?.errors ?? [];
  const notices = [...messagesOf(query.error), ...messagesOf(change.error)];
  for (const { message } of refusals) notices.push(message);
  return (
    <section aria-busy={query.loading || change.loading}>
      <h2>My one-time passwords</h2>
      <ul>
        {devices?.map(({ id, name, registeredAt }) => (
          <li key={id}>
            {name} <time>{registeredAt}</time>
          </li>
        ))}
      </ul>
      <button disabled={!devices?.length} onClick={() => void reset()}>
        Reset
      </button>
      {notices.map((notice) => (
        <p role="alert" key={notice}>
          {notice}
        </p>
      ))}
    </section>
  );
}

function messagesOf(error: unknown): string[] {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(({ message }) => message);
  return error instanceof Error ? [error.message] : [];
}
