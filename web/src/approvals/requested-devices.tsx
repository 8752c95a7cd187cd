import type { ReactNode } from 'react';
import { ListedDevice } from '../parts/device-name.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { Request } from './request.ts';

/** The devices of a request, as they were registered then. */
export function RequestedDevices({ devices }: Pick<Request, 'devices'>): ReactNode {
  const named = devices.map((device) => ({ ...device, id: device.deviceId }));
  return (
    <ul className="requested-devices" role="list">
      {named.map((device) => (
        <li key={device.id}>
          <ListedDevice device={device} among={named} />
          {device.registeredAt !== null && (
            <span className="quiet small requested-since">
              <Text
                id="approvals.registered"
                values={{ time: <Time at={device.registeredAt} look="day" /> }}
              />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
