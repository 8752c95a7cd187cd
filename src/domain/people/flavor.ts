/**
 * The products that implement the AM contract (design D2). `pingam`: self-managed AM or PingAM;
 * `aic`: PingOne Advanced Identity Cloud; `openam`: OpenAM 15 and 16.
 */
export const Flavor = { pingam: 'pingam', aic: 'aic', openam: 'openam' } as const;
export type Flavor = (typeof Flavor)[keyof typeof Flavor];

export const flavors: readonly Flavor[] = Object.values(Flavor);
