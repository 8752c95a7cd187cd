/** The cause of a failure before AM received anything of the call. */
export class NotSent extends Error {}
