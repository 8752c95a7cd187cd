import { useMutation, useQuery } from '@apollo/client/react';
import { MyDevicesDocument, ResetOathDevicesDocument } from '@identity-gateway/client';
import { type ReactNode, useRef } from 'react';
import { explainError, explainRefusal } from './explain.ts';

/** A page for a user whose one-time passwords are out of step. */
export function MyDevices(): ReactNode {
  // With `all`, a list that failed is null and has an error, and the page shows the rest.
  const query = useQuery(MyDevicesDocument, { errorPolicy: 'all' });
  // The answer contains the list that was changed, so the cache updates what the query shows.
  const [reset, change] = useMutation(ResetOathDevicesDocument, { errorPolicy: 'all' });
  const key = useRef<string | null>(null);
  const devices = query.data?.me?.devicesByKind?.find(({ kind }) => kind === 'OATH')?.devices;
  const refusals = change.data?.resetOathDevices?.errors ?? [];
  const notices = [
    ...explainError(query.error),
    ...explainError(change.error),
    ...refusals.map(explainRefusal),
  ];
  const resetThese = async (): Promise<void> => {
    // Kept until an answer arrives, so that a click after a lost answer repeats the same change.
    key.current ??= crypto.randomUUID();
    const idempotencyKey = key.current;
    // A device that the page does not show is not removed.
    const expectedDeviceIds = devices?.map(({ id }) => id) ?? [];
    const input = { target: { me: true }, expectedDeviceIds, idempotencyKey };
    const { data } = await reset({ variables: { input } });
    if (data?.resetOathDevices) key.current = null;
  };
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
      <button disabled={!devices?.length} onClick={() => void resetThese()}>
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
