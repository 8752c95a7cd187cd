/** The products that speak the AM contract; chooses paths, versions and capabilities (design D2). */
export const flavors = ['pingam', 'aic', 'openam'] as const;

/** `pingam`: self-managed AM/PingAM; `aic`: PingOne Advanced Identity Cloud; `openam`: OpenAM 15/16. */
export type Flavor = (typeof flavors)[number];
