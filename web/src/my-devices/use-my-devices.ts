import { useState } from 'react';
import { MyDevicesPageDocument } from '@identity-gateway/client';
import type { ChangeRowFragment, MyDevicesPageQuery } from '@identity-gateway/client';
import { failureOf } from '../data/failure.ts';
import type { Failure } from '../data/failure.ts';
import { ask, useAnswer } from '../data/use-query.ts';
import type { Query, Read } from '../data/use-query.ts';
import type { KindDevices } from '../parts/device-list.tsx';
import type { Device, Kind } from '../parts/device.ts';
import { outcomeAfterCheck } from './outcome.ts';
import type { Outcome } from './outcome.ts';

type Data = MyDevicesPageQuery;

/** What became of the reader's last change. */
export interface Result {
  readonly outcome: Outcome | null;
  /** When a check of it last brought no answer. */
  readonly failedCheckAt: Date | null;
}

/** The reader's devices, and what became of their last change of them. */
export interface MyDevicesState extends Query<Data>, Result {
  /** Shows an outcome, and reads the list again. */
  show(outcome: Outcome): void;
  /** Reads the list, and tells from it what became of a change that nobody could tell of. It changes nothing. */
  check(): Promise<void>;
}

/** On this page the devices are asked for beside the viewer, and not after them; the answer is taken once. */
let early = location.pathname === '/' ? ask(MyDevicesPageDocument) : null;

function askDevices(): Promise<Read<Data>> {
  const asked = early ?? ask(MyDevicesPageDocument);
  early = null;
  return asked;
}

/** Reads the devices, and keeps the last outcome beside them. */
export function useMyDevices(): MyDevicesState {
  const query = useAnswer(askDevices);
  const [result, setResult] = useState<Result>({ outcome: null, failedCheckAt: null });
  const check = async (): Promise<void> => {
    const { outcome } = result;
    const read = await query.refetch();
    if (outcome === null) return;
    const devices = devicesOfKind(read, outcome.kind);
    if (devices === null || read.status !== 'ready') {
      setResult({ outcome, failedCheckAt: new Date() });
    } else {
      setResult({ outcome: outcomeAfterCheck(outcome, devices, read.at), failedCheckAt: null });
    }
  };
  const show = (outcome: Outcome): void => {
    setResult({ outcome, failedCheckAt: null });
    void query.refetch();
  };
  return { ...query, ...result, show, check };
}

function devicesOfKind(read: Read<Data>, kind: Kind): readonly Device[] | null {
  if (read.status !== 'ready') return null;
  return read.data.me?.devicesByKind?.find((of) => of.kind === kind)?.devices ?? null;
}

/** What the page shows of an answer. */
export interface Shown {
  readonly kinds: readonly KindDevices[];
  /** Null where the record could not be read. */
  readonly changes: readonly ChangeRowFragment[] | null;
  /** Why a kind could not be read. */
  failureOf(kind: Kind): Failure | null;
}

/** What to show of an answer: without what is known to be gone, although the list was read before. */
export function shownOf(
  { data, errors }: Extract<Read<Data>, { readonly status: 'ready' }>,
  outcome: Outcome | null,
): Shown {
  const gone = outcome?.gone ?? [];
  const kinds = data.me?.devicesByKind ?? [];
  return {
    kinds: kinds.map(({ kind, devices }) => ({
      kind,
      devices: devices?.filter(({ id }) => !gone.includes(id)) ?? null,
    })),
    changes: data.me?.history?.edges.map(({ node }) => node) ?? null,
    failureOf: (kind) => {
      const place = kinds.findIndex((of) => of.kind === kind);
      const error = errors.find(({ path }) => path[1] === 'devicesByKind' && path[2] === place);
      return error === undefined ? null : failureOf(error);
    },
  };
}
