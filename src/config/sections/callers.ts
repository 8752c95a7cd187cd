import { baseUrl } from '../things/network-readers.ts';
import { serviceGiven } from '../things/section-context.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { whole } from '../values/reader.ts';
import { jwk, text } from '../values/readers.ts';
import { realm } from '../things/realms.ts';

/** One realm, by its name in text; `/` is the top realm. */
const serviceRealm = whole((value) => realm(value === '/' ? 'root' : value));

/** The options of credentials: the gateway's own account, and access tokens. */
export const callerOptions = {
  service: {
    username: option('AM_SERVICE_USERNAME', text, {
      needs: ['AM_SERVICE_PASSWORD'],
      meaning:
        "The name of the gateway's own account at AM (self-managed). The gateway acts with it for help desk, administrators, auditors and bearers. On OpenAM it must be the super user.",
      absent: 'those callers get `SERVICE_CREDENTIAL_MISSING`',
    }),
    password: option('AM_SERVICE_PASSWORD', text, {
      needs: ['AM_SERVICE_USERNAME'],
      meaning: 'The password of `AM_SERVICE_USERNAME`.',
      absent: 'no such credential',
      secret: true,
      live: true,
    }),
    realm: option('AM_SERVICE_REALM', serviceRealm, {
      idleWithout: 'AM_SERVICE_USERNAME',
      default: '/',
      meaning: 'The realm of `AM_SERVICE_USERNAME`; `/` for the super user.',
    }),
    id: option('AM_SERVICE_ACCOUNT_ID', text, {
      needs: ['AM_SERVICE_ACCOUNT_KEY'],
      excludes: ['AM_SERVICE_USERNAME'],
      meaning: 'The id of a service account (AIC), instead of a name and password.',
      absent: 'no such credential',
    }),
    key: option('AM_SERVICE_ACCOUNT_KEY', jwk, {
      needs: ['AM_SERVICE_ACCOUNT_ID'],
      meaning:
        "The service account's private key, a JWK; `AM_SERVICE_ACCOUNT_KEY_FILE` names the file that holds it.",
      absent: 'no such credential',
      secret: true,
      live: true,
    }),
  },
  oidc: {
    issuer: option('OIDC_ISSUER', text, {
      needs: ['OIDC_AUDIENCE'],
      idleWithout: serviceGiven,
      meaning: 'The issuer of accepted access tokens, exactly as in its discovery document.',
      absent: 'bearers are not accepted',
    }),
    audience: option('OIDC_AUDIENCE', text, {
      needs: ['OIDC_ISSUER', 'OIDC_JWKS_URL|OIDC_INTROSPECTION_URL: so that tokens can be checked'],
      meaning: 'The audience that a token must name.',
      absent: 'bearers are not accepted',
    }),
    jwksUrl: option('OIDC_JWKS_URL', baseUrl, {
      idleWithout: 'OIDC_ISSUER',
      plainHttp: { risk: 'tokens could be forged', isCalled: true },
      meaning: "The address of the issuer's public keys, for signed tokens.",
      absent: 'signed tokens are introspected like opaque ones',
    }),
    introspection: {
      url: option('OIDC_INTROSPECTION_URL', baseUrl, {
        needs: ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
        idleWithout: 'OIDC_ISSUER',
        plainHttp: { risk: 'tokens could be forged', isCalled: true },
        meaning:
          "The issuer's introspection endpoint (RFC 7662): for opaque tokens, and before a change also for signed ones, which may be revoked.",
        absent: 'opaque tokens are not accepted, and revocation is not noticed',
      }),
      clientId: option('OIDC_CLIENT_ID', text, {
        needs: ['OIDC_INTROSPECTION_URL', 'OIDC_CLIENT_SECRET'],
        meaning: 'The client for introspection.',
        absent: 'opaque tokens are not accepted',
      }),
      clientSecret: option('OIDC_CLIENT_SECRET', text, {
        needs: ['OIDC_INTROSPECTION_URL', 'OIDC_CLIENT_ID'],
        meaning: 'The secret of the client.',
        absent: 'opaque tokens are not accepted',
        secret: true,
        live: true,
      }),
    },
  },
} satisfies OptionTree;

type Given = Values<typeof callerOptions>;

/**
 * The credentials other than the caller's own session: the gateway's account, and access tokens.
 */
export type CallersConfig = Readonly<ReturnType<typeof callersConfig>>;

/** Returns the credentials. */
export function callersConfig({ service, oidc }: Given) {
  return { service: serviceOf(service), oidc: oidcOf(oidc) };
}

/** Returns the gateway's own account at AM; undefined without one. */
function serviceOf({ username, password, realm: signInRealm, id, key }: Given['service']) {
  if (id !== undefined && key !== undefined) return { kind: 'service account', id, key } as const;
  if (username === undefined || password === undefined) return undefined;
  return { kind: 'password', username, password, realm: signInRealm } as const;
}

/** Returns who issues access tokens, and how they are checked. */
function oidcOf({
  issuer,
  audience,
  jwksUrl,
  introspection: { url, clientId, clientSecret },
}: Given['oidc']) {
  if (issuer === undefined || audience === undefined) return undefined;
  const introspection =
    url !== undefined && clientId !== undefined && clientSecret !== undefined
      ? { url, clientId, clientSecret }
      : undefined;
  return { issuer, audience, jwksUrl, introspection };
}
