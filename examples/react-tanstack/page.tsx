import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
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
  const root = createRoot(element);
  let gateway = createGateway(options);
  const page = (people: number): ReactNode => (
    // Another key is another page: it keeps no notice and no key of the last person.
    <QueryClientProvider client={gateway.queryClient}>
      <MyDevices key={people} gateway={gateway} />
    </QueryClientProvider>
  );
  let people = 0;
  root.render(page(people));
  return {
    changePerson: async () => {
      const { queryClient } = gateway;
      gateway = createGateway(options);
      people += 1;
      flushSync(() => root.render(page(people)));
      // Without this, the devices of the last person stay in memory for minutes.
      queryClient.clear();
    },
    close: () => {
      root.unmount();
      gateway.queryClient.clear();
    },
  };
}
