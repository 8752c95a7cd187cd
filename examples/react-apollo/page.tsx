import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { createGateway } from './gateway.ts';
import type { GatewayOptions } from './gateway.ts';
import { MyDevices } from './my-devices.tsx';

/** The page in an element of the document. */
export interface OpenPage {
  /** Call it when another person has signed in while the page is open. */
  changePerson(): Promise<void>;
  close(): void;
}

/** Shows the page of the person who is signed in. */
export function openPage(element: Element, options: GatewayOptions): OpenPage {
  const client = createGateway(options);
  const root = createRoot(element);
  let people = 0;
  const show = (): void =>
    root.render(
      // Another key is another page: it keeps no notice and no key of the last person.
      <ApolloProvider client={client}>
        <MyDevices key={people} />
      </ApolloProvider>,
    );
  show();
  return {
    changePerson: async () => {
      await client.clearStore();
      people += 1;
      show();
    },
    close: () => root.unmount(),
  };
}
