/**
 * The pages' client in the real OpenAM: an OAuth 2 provider in a realm and a confidential client.
 */
import { PASSWORD } from './layout.ts';
import { type AmAnswer, type AmCall, type AmRest, realmPath } from './am-rest.ts';

/** The registration of a client. */
export interface ClientOptions {
  readonly id: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** A registered client. Its secret is the users' password. */
export interface OAuthClient {
  readonly issuer: string;
  /** Removes the client and the provider. */
  remove(): Promise<void>;
}

const ours = 'com.forgerock.openam.oauth2provider';

/** Registers a client and a provider in alpha. */
export async function registerClient(rest: AmRest, options: ClientOptions): Promise<OAuthClient> {
  const token = await rest.signIn('/', 'amadmin', PASSWORD);
  const alpha = realmPath('alpha');
  const provider = `${alpha}/realm-config/services/oauth-oidc`;
  const send = async (path: string, call: AmCall, wanted: readonly number[]): Promise<void> => {
    const answer = await rest.call(path, { ...call, token });
    if (!wanted.includes(answer.status)) throw refused(path, answer);
  };
  const remove = async (): Promise<void> => {
    await send(`${alpha}/agents/${options.id}`, { method: 'DELETE' }, [200, 400, 404]);
    await send(provider, { method: 'DELETE' }, [200, 404]);
  };
  await remove();
  await send(
    `${provider}?_action=create`,
    { method: 'POST', json: { advancedOAuth2Config: { clientsCanSkipConsent: true } } },
    [201],
  );
  await send(
    `${alpha}/agents?_action=create`,
    { method: 'POST', json: registrationOf(options) },
    [201],
  );
  return { issuer: `${rest.url}/oauth2/realms/root/realms/alpha`, remove };
}

/** The items of a list contain their index. */
function registrationOf({ id, redirectUri, scopes }: ClientOptions): Record<string, unknown> {
  return {
    username: id,
    agenttype: ['OAuth2Client'],
    userpassword: [PASSWORD],
    isConsentImplied: ['true'],
    [`${ours}.clientType`]: ['Confidential'],
    [`${ours}.tokenEndPointAuthMethod`]: ['client_secret_basic'],
    [`${ours}.idTokenSignedResponseAlg`]: ['RS256'],
    [`${ours}.redirectionURIs`]: [`[0]=${redirectUri}`],
    [`${ours}.scopes`]: scopes.map((scope, place) => `[${place}]=${scope}`),
  };
}

function refused(path: string, { status, text }: AmAnswer): Error {
  return new Error(`OpenAM answered ${status} to ${path}: ${text.slice(0, 300)}`);
}
