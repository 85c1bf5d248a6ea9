// The certified oidc-provider with several issuers in one process, for tests only. It takes the same people file as devidp,
// listens on a free loopback port and prints "ready <address>". It ends when its standard input closes.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { randomBytes, generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const directory = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const handlers = new Map();
const server = createServer((request, response) => {
  const key = request.url.split(/[/?]/)[1];
  const handler = handlers.get(key);
  if (!handler) {
    response.writeHead(404).end();
    return;
  }
  request.originalUrl = request.url;
  request.baseUrl = `/${key}`;
  request.url = request.url.slice(key.length + 1) || '/';
  handler(request, response);
});

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const issuer of directory.issuers) handlers.set(issuer.key, issuerHandler(base, issuer));
  console.log(`ready ${base}`);
});

function issuerHandler(base, issuer) {
  const provider = new Provider(`${base}/${issuer.key}`, configuration(issuer));
  const callback = provider.callback();
  return (request, response) => {
    const interaction = request.url.match(/^\/interaction\/[A-Za-z0-9_-]+$/);
    if (!interaction) return callback(request, response);
    const step = request.method === 'POST' ? finish : page;
    return step(provider, issuer, request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  };
}

function configuration(issuer) {
  const names = issuer.people.flatMap((p) => [...Object.keys(p.claims ?? {}), ...Object.keys(p.userinfo ?? {})]);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const byKey = Boolean(issuer.client.jwks);
  return {
    clients: [{
      client_id: issuer.client.id,
      redirect_uris: issuer.client.redirects,
      post_logout_redirect_uris: issuer.client.logouts ?? [],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      require_auth_time: true,
      token_endpoint_auth_method: byKey ? 'private_key_jwt' : 'client_secret_basic',
      ...(byKey
        ? { jwks: issuer.client.jwks, token_endpoint_auth_signing_alg: 'PS256' }
        : { client_secret: issuer.client.secret }),
      ...(issuer.client.backchannel
        ? { backchannel_logout_uri: issuer.client.backchannel, backchannel_logout_session_required: true }
        : {}),
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `${issuer.key}-npm` }] },
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'nhsperson', 'nationalrbacaccess', 'associatedorgs', 'selectedrole'],
    claims: { openid: ['sub', 'name', ...new Set(names)] },
    conformIdTokenClaims: false,
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: `${issuer.key}_session`, interaction: `${issuer.key}_interaction`, resume: `${issuer.key}_resume` },
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (ctx, interaction) => `/${issuer.key}/interaction/${interaction.uid}` },
    // The provider will not call a loopback address of its own accord; here that is the whole point.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 3600, Grant: 3600 },
    async findAccount(ctx, sub) {
      const person = issuer.people.find((p) => p.sub === sub);
      return person && {
        accountId: sub,
        claims: (use) => ({ name: person.name, ...(use === 'userinfo' ? person.userinfo : person.claims), sub }),
      };
    },
    async loadExistingGrant(ctx) {
      const { session, client, params, provider } = ctx.oidc;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope(params.scope);
      await grant.save();
      return grant;
    },
  };
}

async function page(provider, issuer, request, response) {
  const buttons = issuer.people.map((p) => `<button name="person" value="${escape(p.sub)}">${escape(p.name)}</button>`).join('');
  const at = escape(request.originalUrl);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!DOCTYPE html><title>Sign in</title><form method="post" action="${at}">${buttons}</form>`);
}

async function finish(provider, issuer, request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const accountId = new URLSearchParams(body).get('person');
  const known = issuer.people.some((p) => p.sub === accountId);
  const result = known
    ? { login: { accountId, acr: issuer.people.find((p) => p.sub === accountId).acr || undefined } }
    : { error: 'access_denied', error_description: 'nobody was chosen' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
