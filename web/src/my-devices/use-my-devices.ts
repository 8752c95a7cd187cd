import { useCallback, useRef, useState } from 'react';
import { MyDevicesPageDocument } from '@identity-gateway/client';
import type { ChangeRowFragment, MyDevicesPageQuery } from '@identity-gateway/client';
import { readFailureOf } from '../data/failure.ts';
import type { ReadFailure } from '../data/failure.ts';
import { firstDevices } from '../data/first-requests.ts';
import { runQuery } from '../data/run-query.ts';
import type { QueryResult } from '../data/run-query.ts';
import { useViewer } from '../data/session.tsx';
import { useQueryFunction } from '../data/use-query.ts';
import type { Query } from '../data/use-query.ts';
import type { KindDevices } from '../parts/device-list.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { isOpen, outcomeAfterCheck, withShown } from '../removal/outcome.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { checkRecord, lookUp } from '../removal/look-up.ts';
import { useOpenKey } from '../removal/use-open-key.ts';
import { outcomeOfPending, pendingRemovals } from '../removal/pending.ts';
import { choices } from './choice.ts';

type Data = MyDevicesPageQuery;

/** The outcome of a removal on this page. */
export interface OwnOutcome extends RemovalOutcome {
  /** Null if it concerns several kinds. */
  readonly kind: Kind | null;
}

interface LastRemoval {
  readonly outcome: OwnOutcome | null;
  /** When the last check of the outcome failed. */
  readonly failedCheckAt: Date | null;
}

/** The reader's devices and the outcome of their last removal. */
export interface MyDevicesState extends Query<Data>, LastRemoval {
  /** Shows an outcome and reads the list again. */
  show(outcome: OwnOutcome): void;
  /** Reads the list again and updates an unknown outcome from it. Changes nothing. */
  check(): Promise<void>;
}

/** On this page the devices are requested together with the viewer. The response is used once. */
let firstResult = firstDevices;

function fetchDevices(): Promise<QueryResult<Data>> {
  const result = firstResult ?? runQuery(MyDevicesPageDocument);
  firstResult = null;
  return result;
}

/** Reads the devices, and keeps the outcome of the last removal with them. */
export function useMyDevices(): MyDevicesState {
  const [last, setLast] = useState<LastRemoval>({ outcome: null, failedCheckAt: null });
  const isFirst = useRef(true);
  const fetchAndRestore = useCallback(async (): Promise<QueryResult<Data>> => {
    const first = await fetchDevices();
    if (!isFirst.current || first.status !== 'ready') return first;
    isFirst.current = false;
    // What the gateway finds is in the list of changes, too.
    const isSettled = await checkPending(first.data.me?.id);
    const again = isSettled ? await fetchDevices() : first;
    const result = again.status === 'ready' ? again : first;
    const outcome = await pendingOutcome(result);
    if (outcome !== null) {
      setLast({ outcome, failedCheckAt: null });
      settle(outcome);
    }
    return result;
  }, []);
  const query = useQueryFunction(fetchAndRestore);
  const owner = useViewer().me?.id ?? '';
  const check = async (): Promise<void> => {
    const { outcome } = last;
    await checkPending(owner);
    const result = await query.refetch();
    if (outcome === null) return;
    const recorded = result.status === 'ready' ? await pendingOutcome(result) : null;
    if (recorded !== null && recorded.status !== 'unknown') {
      setLast({ outcome: withShown(outcome, recorded), failedCheckAt: null });
      settle(recorded);
      return;
    }
    const devices = devicesOf(result, outcome.targets);
    if (devices === null || result.status !== 'ready') {
      setLast({ outcome, failedCheckAt: new Date() });
    } else {
      const checked = outcomeAfterCheck(outcome, devices, result.at);
      setLast({ outcome: checked, failedCheckAt: null });
      settle(checked);
    }
  };
  const show = (outcome: OwnOutcome): void => {
    setLast({ outcome, failedCheckAt: null });
    void query.refetch();
  };
  const open = last.outcome !== null && isOpen(last.outcome) ? pendingRemovals.load(owner) : null;
  useOpenKey(open?.idempotencyKey, () => void check());
  return { ...query, ...last, show, check };
}

/** Lets the gateway look what became of a pending removal. Returns whether it is known now. */
async function checkPending(owner = ''): Promise<boolean> {
  const pending = pendingRemovals.load(owner);
  return pending !== null && (await checkRecord(pending.idempotencyKey));
}

/** Forgets the dialog of a removal that was sent, and the removal if its outcome is known. */
function settle(outcome: OwnOutcome): void {
  choices.clear();
  if (!isOpen(outcome)) pendingRemovals.clear();
}

/** Returns the outcome of a removal that an earlier page sent; null if no removal is pending. */
async function pendingOutcome({
  data,
  at,
}: Extract<QueryResult<Data>, { readonly status: 'ready' }>): Promise<OwnOutcome | null> {
  const { me } = data;
  const pending = pendingRemovals.load(me?.id ?? '');
  const [target] = pending?.targets ?? [];
  if (pending === null || target === undefined) return null;
  const lists = me?.devicesByKind?.map(({ devices }) => devices) ?? [null];
  const devices = lists.every((list) => list !== null) ? lists.flat() : null;
  const record = await lookUp(pending.idempotencyKey);
  const isOneKind = pending.targets.every(({ kind }) => kind === target.kind);
  const kind = isOneKind ? target.kind : null;
  return { ...outcomeOfPending(pending, { devices, record, at }), kind };
}

/** Returns the listed devices of the kinds of the targets; null if one could not be read. */
function devicesOf(
  result: QueryResult<Data>,
  targets: readonly Device[],
): readonly Device[] | null {
  if (result.status !== 'ready') return null;
  const lists = targets.map(
    ({ kind }) => result.data.me?.devicesByKind?.find((of) => of.kind === kind)?.devices ?? null,
  );
  return lists.every((list) => list !== null) ? lists.flat() : null;
}

/** The part of a response that the page shows. */
export interface ShownDevices {
  readonly kinds: readonly KindDevices[];
  /** Whether the outcome of a removal is open: then nothing is said about the record. */
  readonly isOpen: boolean;
  /** Null if the record of changes could not be read. */
  readonly changes: readonly ChangeRowFragment[] | null;
  /** Why a kind could not be read; null if it could. */
  failureOf(kind: Kind): ReadFailure | null;
}

/** Returns what to show of a response, without the devices that are known to be gone since. */
export function shownDevices(
  { data, errors }: Extract<QueryResult<Data>, { readonly status: 'ready' }>,
  outcome: OwnOutcome | null,
): ShownDevices {
  const goneIds = outcome?.goneIds ?? [];
  const kinds = data.me?.devicesByKind ?? [];
  return {
    kinds: kinds.map(({ kind, devices }) => ({
      kind,
      devices: devices?.filter(({ id }) => !goneIds.includes(id)) ?? null,
    })),
    isOpen: outcome !== null && isOpen(outcome),
    changes: data.me?.history?.edges.map(({ node }) => node) ?? null,
    failureOf: (kind) => {
      const index = kinds.findIndex((of) => of.kind === kind);
      const error = errors.find(({ path }) => path[1] === 'devicesByKind' && path[2] === index);
      return error === undefined ? null : readFailureOf(error);
    },
  };
}
