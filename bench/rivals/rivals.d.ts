/** What `mercurius.main.ts` uses of packages that are installed only in `bench/.rivals`. */

declare module 'fastify' {
  export interface App {
    register(plugin: unknown, options: object): Promise<void>;
    listen(where: { port: number; host: string }): Promise<string>;
  }
  export default function fastify(): App;
}

declare module 'mercurius' {
  const mercurius: unknown;
  export default mercurius;
}
