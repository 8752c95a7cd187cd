/** `pingam`: self-managed AM/PingAM; `aic`: PingOne Advanced Identity Cloud; `openam`: OpenAM 15/16. */
export const Flavor = { pingam: 'pingam', aic: 'aic', openam: 'openam' } as const;

/** A product that implements the AM contract; selects paths, versions and capabilities (design D2). */
export type Flavor = (typeof Flavor)[keyof typeof Flavor];

export const flavors: readonly Flavor[] = Object.values(Flavor);
