/** A catalogue, compiled by `web/build/compiled-messages.ts`. */
declare module 'messages:*' {
  // A statement `import` would make this file a module, which cannot declare `messages:*`.
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const messages: import('./text/catalogue.ts').Catalogue;
}
