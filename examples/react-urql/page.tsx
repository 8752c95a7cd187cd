import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
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
  let people = 0;
  const show = (): void =>
    root.render(
      // A new client has an empty cache. Another key is another page, without the last notices.
      <Provider value={createGateway(options)}>
        <MyDevices key={people} />
      </Provider>,
    );
  show();
  return {
    changePerson: async () => {
      people += 1;
      show();
    },
    close: () => root.unmount(),
  };
}
