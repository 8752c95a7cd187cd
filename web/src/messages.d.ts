/** A catalogue, compiled by `web/build/compiled-messages.ts`. */
declare module 'messages:*' {
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const messages: import('./text/catalogue.ts').Catalogue;
}
