import { Ctx, Directive, Resolver, Root } from 'type-graphql';
import { mailChannel, type Notice, type OutboxState } from '../../domain/outbox/outbox.ts';
import { Access } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { permitReceivers } from '../fields/permits.ts';
import {
  DeviceChangeDelivery,
  DeviceChangeNotice,
  type DeviceChangeNoticeProblem,
} from './types/change-notice.type.ts';
import { DeviceChange } from './types/change-record.type.ts';

@Resolver(() => DeviceChange)
export class NoticesResolver {
  @Directive('@tag(name: "detail")')
  @Cost({ items: 'counted above' })
  @NullableFieldResolver(
    () => [DeviceChangeNotice],
    'The messages to people about the change. Empty if none is sent: the change had no effect, or no mail server is configured. Reading does not wait for delivery. Null if they cannot be read.',
  )
  async notices(
    @Root() { reference }: DeviceChange,
    @Ctx() context: RequestContext,
  ): Promise<readonly DeviceChangeNotice[]> {
    const notices = await context.notices.load(reference);
    return notices.filter(({ channel }) => channel === mailChannel).map(noticeOf);
  }

  @Access({ effect: 'viewReceivers', permit: permitReceivers })
  @Cost({ items: 'counted above' })
  @Directive('@tag(name: "staff")')
  @NullableFieldResolver(
    () => [DeviceChangeDelivery],
    'The messages to other systems about the change. Empty if none is sent. Reading does not wait for delivery.',
  )
  async deliveries(
    @Root() { reference }: DeviceChange,
    @Ctx() context: RequestContext,
  ): Promise<readonly DeviceChangeDelivery[]> {
    const notices = await context.notices.load(reference);
    return notices.filter(({ channel }) => channel !== mailChannel).map(deliveryOf);
  }
}

function noticeOf({ recipient, state, problem, at }: Notice): DeviceChangeNotice {
  return {
    recipient: recipient?.kind ?? null,
    maskedAddress: recipient?.masked ?? null,
    state,
    problem: problem === null ? null : shownProblem(problem, state),
    at: new Date(at),
  };
}

const withoutAddress: ReadonlySet<string> = new Set(['NO_ADDRESS', 'PERSON_NOT_FOUND']);

/** The codes of problems are for operators. A mail server may refuse for now, or for good. */
function shownProblem(code: string, state: OutboxState): DeviceChangeNoticeProblem {
  if (withoutAddress.has(code)) return 'NO_ADDRESS';
  const isRefused = code === 'ADDRESS_UNUSABLE' || code.startsWith('SMTP_5');
  return isRefused && state === 'failed' ? 'REFUSED' : 'NOT_SENT';
}

function deliveryOf({ channel, state, problem, at }: Notice): DeviceChangeDelivery {
  return { receiver: channel, state, problem, at: new Date(at) };
}
