import type { ReactNode } from 'react';
import { MyDevicesPageDocument } from '@identity-gateway/client';
import { useQuery } from '../data/use-query.ts';
import { DeviceList } from '../parts/device-list.tsx';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text } from '../text/text.tsx';

/** The caller's own devices. */
export function MyDevices(): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title="devices.title" lead="devices.lead" />
      <Devices />
    </main>
  );
}

function Devices(): ReactNode {
  const { read, busy, refetch } = useQuery(MyDevicesPageDocument);
  if (read.status === 'loading') {
    return (
      <Loading>
        <Text id="devices.loading" />
      </Loading>
    );
  }
  if (read.status === 'failed') {
    return (
      <FailurePanel
        title={<Text id="devices.failed" />}
        failure={read.failure}
        isBusy={busy}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <div className="kinds">
      <DeviceList kinds={read.data.me?.devicesByKind ?? []} actionsOf={() => null} />
    </div>
  );
}
