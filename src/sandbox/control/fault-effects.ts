import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeSlowly, writeWire } from '../http/answer-writer.ts';
import type { WireAnswer } from '../http/answer-writer.ts';
import type { FaultEffect } from './faults.ts';

/** The request that a fault affects. */
export interface FaultScene {
  readonly response: ServerResponse;
  /** Performs the request, on a replica that may lag, and resolves to its answer. */
  readonly work: (lagMs?: number) => Promise<WireAnswer>;
  /** Marks the socket to be destroyed when its next request arrives. */
  readonly doomSocket: () => void;
}

const jsonType = { 'content-type': 'application/json;charset=UTF-8' };

/** Applies one fault. */
export async function playFault(effect: FaultEffect, scene: FaultScene): Promise<void> {
  const { response, work } = scene;
  switch (effect.kind) {
    case 'hook':
      await effect.run();
      writeWire(response, await work());
      return;
    case 'latency':
      await sleep(effect.ms);
      writeWire(response, await work());
      return;
    case 'lag':
      writeWire(response, await work(effect.ms));
      return;
    case 'status':
      if (effect.applyEffect === true) {
        await work();
      }
      writeWire(response, statusAnswer(effect));
      return;
    case 'cut':
      if (effect.when === 'after') {
        await work();
      }
      if (effect.reset === true) response.socket?.resetAndDestroy();
      else response.destroy();
      return;
    case 'redirect':
      writeWire(response, { status: 302, headers: { location: effect.location }, body: '' });
      return;
    case 'blackhole':
      return;
    case 'closeIdle':
      writeWire(response, await work());
      scene.doomSocket();
      return;
    default:
      await playOnAnswer(effect, scene);
  }
}

type AnswerFault = Extract<
  FaultEffect,
  { readonly kind: 'malformed' | 'huge' | 'slowBody' | 'body' }
>;

/** Applies the faults that replace or slow the answer to a performed request. */
async function playOnAnswer(effect: AnswerFault, { response, work }: FaultScene): Promise<void> {
  const wire = await work();
  switch (effect.kind) {
    case 'malformed':
      writeWire(response, { status: 200, headers: jsonType, body: '{"result":[{"uuid":"' });
      return;
    case 'huge':
      writeWire(response, {
        status: 200,
        headers: jsonType,
        body: JSON.stringify({ padding: 'x'.repeat(effect.bytes) }),
      });
      return;
    case 'slowBody':
      await writeSlowly(response, wire, effect.bytesPerSecond);
      return;
    case 'body':
      writeWire(response, {
        status: 200,
        headers: jsonType,
        body: JSON.stringify(effect.body),
      });
  }
}

function statusAnswer(effect: Extract<FaultEffect, { readonly kind: 'status' }>): WireAnswer {
  const body = effect.body ?? '';
  const type = effect.contentType ?? (typeof body === 'string' ? undefined : 'application/json');
  return {
    status: effect.status,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...effect.headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
