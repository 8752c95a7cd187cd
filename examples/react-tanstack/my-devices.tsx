import { MyDevicesDocument, ResetOathDevicesDocument } from '@identity-gateway/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { explainErrors, explainRefusal } from './explain.ts';
import type { Gateway } from './gateway.ts';

/** A page for a user whose one-time passwords are out of step. */
export function MyDevices({ gateway }: { readonly gateway: Gateway }): ReactNode {
  const query = useQuery(gateway.query(MyDevicesDocument, {}));
  const change = useMutation(gateway.mutation(ResetOathDevicesDocument));
  const key = useRef<string | null>(null);
  // A list that failed is null beside an error, and the page shows the rest.
  const lists = query.data?.data?.me?.devicesByKind;
  const devices = lists?.find(({ kind }) => kind === 'OATH')?.devices;
  const refusals = change.data?.data?.resetOathDevices?.errors ?? [];
  const notices = [
    ...explainErrors(query),
    ...explainErrors(change),
    ...refusals.map(explainRefusal),
  ];
  const reset = (): void => {
    // Kept until an answer arrives, so that a click after a lost answer repeats the same change.
    key.current ??= crypto.randomUUID();
    const idempotencyKey = key.current;
    // A device that the page does not show is not removed.
    const expectedDeviceIds = devices?.map(({ id }) => id) ?? [];
    const input = { target: { me: true }, expectedDeviceIds, idempotencyKey };
    change.mutate({ input }, { onSuccess: ({ data }) => data && (key.current = null) });
  };
  return (
    <section aria-busy={query.isPending || change.isPending}>
      <h2>My one-time passwords</h2>
      <ul>
        {devices?.map(({ id, name, registeredAt }) => (
          <li key={id}>
            {name} <time>{registeredAt}</time>
          </li>
        ))}
      </ul>
      <button disabled={change.isPending || !devices?.length} onClick={reset}>
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
