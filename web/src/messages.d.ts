/** The catalogues, compiled by `web/build/compiled-messages.ts`: loaders by language and part. */
declare module 'catalogues' {
  export const catalogues: Readonly<
    Record<
      // A statement `import` would make this file a module, which cannot declare another one.
      // oxlint-disable-next-line typescript/consistent-type-imports
      import('./text/catalogue.ts').Language,
      Readonly<
        Record<
          // oxlint-disable-next-line typescript/consistent-type-imports
          import('./text/catalogue-part.ts').CataloguePart,
          // oxlint-disable-next-line typescript/consistent-type-imports
          () => Promise<{ readonly messages: import('./text/catalogue.ts').Catalogue }>
        >
      >
    >
  >;
}
