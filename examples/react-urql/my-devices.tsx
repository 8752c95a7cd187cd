import type { ReactNode } from 'react';
import { useMyDevices } from './use-my-devices.ts';

/** A page for a user whose one-time passwords are out of step. */
export function MyDevices(): ReactNode {
  const { devices, notices, isBusy, reset } = useMyDevices();
  return (
    <section aria-busy={isBusy}>
      <h2>My one-time passwords</h2>
      <ul>
        {devices?.map(({ id, name, registeredAt }) => (
          <li key={id}>
            {name} <time>{registeredAt}</time>
          </li>
        ))}
      </ul>
      {devices?.length === 0 && <p>Your next sign-in offers to register a device.</p>}
      <button disabled={isBusy || !devices?.length} onClick={() => void reset()}>
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
