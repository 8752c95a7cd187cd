/**
 * The requests of the first view. They are sent as soon as this small file has loaded, so that
 * their answers arrive with the rest of the script. It must not import React.
 */
import { HelpDeskPersonDocument, MyDevicesPageDocument } from '@identity-gateway/client';
import { decoded } from './decoded.ts';
import { runQuery } from './run-query.ts';
import { fetchViewer } from './viewer.ts';

/** The user of the page. */
export const firstViewer = fetchViewer();

/** The devices, on the page that lists them. */
export const firstDevices = location.pathname === '/' ? runQuery(MyDevicesPageDocument) : null;

const [, encodedId = ''] = /^\/help-desk\/([^/]+)$/.exec(location.pathname) ?? [];
const personId = decoded(encodedId) ?? '';

/** The person, on the page of one at the help desk. */
export const firstPerson =
  personId === ''
    ? null
    : { id: personId, result: runQuery(HelpDeskPersonDocument, { id: personId }) };
