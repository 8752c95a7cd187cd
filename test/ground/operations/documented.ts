/** The documented operations: who calls each, and with which variables. */
import type { ClientDocument } from '../../../packages/client/client-document.ts';
import {
  AllMyDevicesDocument,
  CapabilitiesDocument,
  HelpDeskPersonDocument,
  MyDevicesDocument,
  MyDevicesPageDocument,
  PersonActionsDocument,
  PersonDevicesDocument,
  PersonHistoryDocument,
  RealmHistoryDocument,
  RemoveDeviceDocument,
  RenameDeviceDocument,
  ResetDevicesDocument,
  ResetOathDevicesDocument,
  ResetPushDevicesDocument,
  SearchPeopleDocument,
  ViewerDocument,
  WhoAmIDocument,
} from '../../../packages/client/operations.ts';
import type { ChangeTarget, RegisteredDeviceKind } from '../../../packages/client/operations.ts';
import { deviceIds } from '../../../src/sandbox/index.ts';
import type { ClientAnswer, TestGateway } from '../../support/gateway.ts';
import { idOfDevice } from '../../support/global-ids.ts';
import type { SessionHeader } from '../../support/peer.ts';

/** Who signs in for each kind of caller; all but self act for bob. */
export const callers = {
  self: 'bob',
  'help desk': 'helen',
  auditor: 'rita',
  'super user': 'amadmin',
} as const;
export type CallerKind = keyof typeof callers;

/** Whom an operation is about; null where the caller names nobody. */
export type UserId = string | null;

/** One operation of `schema/operations`. */
export interface Documented {
  readonly name: string;
  /** The sha256 of its text. */
  readonly id: string;
  readonly text: string;
  /** The kinds of caller whose calls to AM are counted; the page shows the answer of the last but the super user. */
  readonly by: readonly CallerKind[];
  variables(userId: UserId): object;
  send(gateway: TestGateway, as: SessionHeader, userId: UserId): Promise<ClientAnswer<unknown>>;
  /** Hands its typed document and its variables to a client. */
  through<T>(client: Through<T>, userId: UserId): T;
}

/** What a client does with a typed document. */
type Through<T> = <D, V extends object>(document: ClientDocument<D, V>, variables: V) => T;

const everybody: readonly CallerKind[] = ['self', 'help desk', 'super user'];
const notHelpDesk: readonly CallerKind[] = ['self', 'super user'];
const kinds: RegisteredDeviceKind[] = ['OATH', 'TRUSTED'];
const device = { deviceId: idOfDevice('bob', 'OATH', deviceIds.bobOath) };

/** In the order of the page. */
export const operations: readonly Documented[] = [
  documented(WhoAmIDocument, everybody, () => ({})),
  documented(CapabilitiesDocument, ['self'], () => ({})),
  documented(MyDevicesDocument, ['self'], () => ({})),
  documented(AllMyDevicesDocument, ['self'], () => ({})),
  documented(ViewerDocument, ['self', 'help desk'], () => ({})),
  documented(MyDevicesPageDocument, ['self'], () => ({})),
  documented(SearchPeopleDocument, ['help desk', 'super user'], (text) => ({
    search: text ?? 'bob',
    first: 10,
  })),
  documented(PersonDevicesDocument, everybody, (id) => ({ id: id ?? 'bob' })),
  documented(HelpDeskPersonDocument, ['help desk', 'super user'], (id) => ({ id: id ?? 'bob' })),
  documented(PersonHistoryDocument, everybody, (id) => ({ id: id ?? 'bob', first: 10 })),
  documented(RealmHistoryDocument, ['help desk', 'auditor', 'super user'], () => ({ first: 10 })),
  documented(PersonActionsDocument, everybody, (id) => ({ id: id ?? 'bob' })),
  documented(ResetOathDevicesDocument, everybody, (id) => ({ input: about(id) })),
  documented(ResetPushDevicesDocument, everybody, (id) => ({ input: about(id) })),
  documented(ResetDevicesDocument, everybody, (id) => ({
    input: { ...about(id), kinds },
  })),
  documented(RemoveDeviceDocument, notHelpDesk, (id) => ({ input: { ...about(id), ...device } })),
  documented(RenameDeviceDocument, notHelpDesk, (id) => ({
    input: { ...about(id), ...device, name: 'Work phone' },
  })),
];

function documented<D, V extends object>(
  document: ClientDocument<D, V>,
  by: readonly CallerKind[],
  variables: (userId: UserId) => V,
): Documented {
  const { hash: id, text } = document.__meta__;
  const [, name = ''] = /^(?:query|mutation) (\w+)/m.exec(text) ?? [];
  return {
    name,
    id,
    text,
    by,
    variables,
    send: (gateway, as, userId) => gateway.send(document, variables(userId), as),
    through: (client, userId) => client(document, variables(userId)),
  };
}

function about(id: UserId): { readonly target: ChangeTarget } {
  return { target: id === null ? { self: true } : { user: { id } } };
}
