/** An AM of this run, and a gateway in front of this AM. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Environment } from '../../src/config/load-config.ts';
import type { LedgerParts, OpenLedger } from '../../src/ledger/open-ledger.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openTestLedger } from '../support/ledger.ts';
import type { Peer, peers } from '../support/peer.ts';
import { whenOpen } from '../support/when-open.ts';

/** What the tests of a block use. */
export interface PeerStage {
  readonly peer: Peer;
  readonly gateway: TestGateway;
  readonly ledger: OpenLedger;
}

/** Opens the stage of a block. Users and devices are restored before each test, and at the end. */
export function usePeer(
  { open }: (typeof peers)[number],
  env: (peer: Peer) => Environment,
  parts: Partial<LedgerParts> = {},
): PeerStage {
  const opened: { -readonly [Name in keyof PeerStage]?: PeerStage[Name] } = {};
  const stage = whenOpen<PeerStage, object>(opened, {});
  beforeAll(async () => {
    const peer = await open();
    opened.peer = peer;
    const ledger = await openTestLedger(parts);
    opened.ledger = ledger;
    opened.gateway = await startTestGateway(peer, { env: env(peer), ledger });
  });
  beforeEach(async () => {
    await stage.peer.restore();
    await stage.ledger.empty();
  });
  afterAll(async () => {
    await opened.gateway?.stop();
    await opened.ledger?.close();
    await opened.peer?.restore();
    await opened.peer?.close();
  });
  return stage;
}
