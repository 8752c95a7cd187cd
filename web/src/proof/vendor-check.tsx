import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Text } from '../text/text.tsx';
import type { IdentityCheck } from './proof.ts';
import type { ProofSteps } from './use-proof.ts';

/** The way by a vendor, which verifies a document and a face. */
export function VendorMethod({
  steps,
}: {
  readonly steps: Pick<ProofSteps, 'isStarting' | 'startCheck'>;
}): ReactNode {
  return (
    <section aria-labelledby="proof-vendor">
      <h3 id="proof-vendor">
        <Text id="proof.vendor" />
      </h3>
      <p className="quiet">
        <Text id="proof.vendorText" />
      </p>
      <Button isBusy={steps.isStarting} onPress={() => void steps.startCheck()}>
        <Icon name="face" />
        <Text id={steps.isStarting ? 'outcome.checking' : 'proof.vendorStart'} />
      </Button>
    </section>
  );
}

/** The address and the code to read out, while the vendor verifies the caller. */
export function WaitingCheck({ check }: { readonly check: IdentityCheck }): ReactNode {
  return (
    <>
      <h3 id="waiting">
        <Text id="proof.readOut" />
      </h3>
      <dl className="proof-read-out">
        <dt>
          <Text id="proof.address" />
        </dt>
        <dd dir="ltr">{check.address}</dd>
        <dt>
          <Text id="proof.vendorCode" />
        </dt>
        <dd dir="ltr" className="proof-code">
          <output>{check.userCode}</output>
        </dd>
      </dl>
      <p>
        <Text id="proof.vendorWaiting" values={{ vendor: <Name>{check.vendor}</Name> }} />
      </p>
    </>
  );
}
