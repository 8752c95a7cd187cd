import { useMutation, useQuery } from '@apollo/client/react';
import { MyDevicesDocument, ResetOathDevicesDocument } from '@identity-gateway/client';
import type { ReactNode } from 'react';
import { explainError, explainRefusal } from './explain.ts';

/** A page for a user whose one-time passwords are out of step. */
export function MyDevices(): ReactNode {
  // With `all`, a list that failed is null and has an error, and the page shows the rest.
  const query = useQuery(MyDevicesDocument, { errorPolicy: 'all' });
  // The answer contains the list that was changed, so the cache updates what the query shows.
  const [reset, change] = useMutation(ResetOathDevicesDocument, {
    variables: { input: { target: { me: true } } },
    errorPolicy: 'all',
  });
  const devices = query.data?.me?.devicesByKind?.find(({ kind }) => kind === 'OATH')?.devices;
  const refusals = change.data?.resetOathDevices?.errors ?? [];
  const notices = [
    ...explainError(query.error),
    ...explainError(change.error),
    ...refusals.map(explainRefusal),
  ];
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
