import type { ReactNode } from 'react';
import { useDeviceName } from '../parts/device-name.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { useList } from '../parts/time.tsx';
import type { KindStatus } from '../removal/kind-status.ts';
import type { KindResult, RemovalOutcome } from '../removal/outcome.ts';
import { Text } from '../text/text.tsx';

const looks = {
  gone: 'mark-success',
  alreadyGone: 'mark-plain',
  partlyGone: 'mark-caution',
  notGone: 'mark-caution',
  unknown: 'mark-caution',
  notTouched: 'mark-plain',
} as const satisfies Record<KindStatus, string>;

/** A result for each kind that had devices. */
export function Results({ outcome }: { readonly outcome: RemovalOutcome }): ReactNode {
  if (outcome.kinds.length === 0) return null;
  return (
    <table className="results">
      <caption className="hidden-text">
        <Text id="results.caption" />
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Text id="results.kind" />
          </th>
          <th scope="col">
            <Text id="results.result" />
          </th>
        </tr>
      </thead>
      <tbody>
        {outcome.kinds.map((result) => (
          <tr key={result.kind}>
            <th scope="row">
              <Text id={`kind.${result.kind}.title`} />
              <Names result={result} />
            </th>
            <td>
              <span className={`mark ${looks[result.status]}`}>
                {result.status === 'gone' && <Icon name="check" />}
                <Text id={`results.${result.status}`} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Names({ result: { devices } }: { readonly result: KindResult }): ReactNode {
  const list = useList();
  const deviceName = useDeviceName();
  return (
    <span className="device-sub">
      {list(devices.map((device) => <Name key={device.id}>{deviceName(device, devices)}</Name>))}
    </span>
  );
}
