// An OAuth 2.0 server of others (npm oidc-provider) with Atlassian's paths: PEER_OPTIONS=JSON node provider.mjs FOLDER
// FOLDER holds node_modules. One line on the standard output when it listens: its address. Ends with its standard input.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import http from 'node:http';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const { default: Provider } = await import(pathToFileURL(path.join(
    process.argv[2], 'node_modules/oidc-provider/lib/index.js')).href);
const { default: Memory } = await import(pathToFileURL(path.join(
    process.argv[2], 'node_modules/oidc-provider/lib/adapters/memory_adapter.js')).href);
const options = JSON.parse(process.env.PEER_OPTIONS);
const counts = { token: 0, refresh: 0, failed: 0 };
const living = { AccessToken: new Set(), RefreshToken: new Set() };
const issued = [];  // every token and code
let hold = null;  // { held, release }: answers of the token endpoint wait for `release`, `held` says that one does

function promise() {
  let resolve;
  const made = new Promise((done) => { resolve = done; });
  return { made, resolve };
}

// Atlassian takes a refresh token a second time within ten minutes: with `reuse` none is ever marked as used.
class Adapter extends Memory {
  async consume(id) { if (!options.reuse) await super.consume(id); }
  async upsert(id, ...more) {
    living[this.model]?.add(id);
    if (/Token|Code|Credentials/.test(this.model)) issued.push(id);
    return super.upsert(id, ...more);
  }
  async find(id) { return living[this.model]?.has(id) === false ? undefined : super.find(id); }
}

const client = (id, more) => ({
  client_id: id, client_secret: options.secret, redirect_uris: options.callbacks, token_endpoint_auth_method:
  'client_secret_post', response_types: ['code'], scope: options.scope, ...more });
const server = http.createServer();
await new Promise((resolve) => server.listen(options.port || 0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(address, {
  adapter: Adapter,
  clients: [
    client('desk', { grant_types: ['authorization_code', 'refresh_token'] }),
    client('robot', { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }),
  ],
  clientBasedCORS: () => false,
  scopes: options.scope.split(' '),
  routes: { authorization: '/authorize', token: '/oauth/token', introspection: '/introspect', revocation: '/oauth/revoke' },
  features: {
    introspection: { enabled: true, allowedPolicy: () => true },
    clientCredentials: { enabled: true }, devInteractions: { enabled: true }, revocation: { enabled: true },
  },
  pkce: { required: () => false },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  ttl: { AccessToken: options.lifetime || 3600, ClientCredentials: options.lifetime || 3600 },
  cookies: { keys: ['tests'] },
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
});
provider.use(async (ctx, next) => {
  const token = ctx.path === '/oauth/token';
  await next();
  if (!token) return;
  counts.token += 1;
  if (ctx.oidc?.params?.grant_type === 'refresh_token') counts.refresh += 1;
  if (ctx.status !== 200) counts.failed += 1;
  if (hold && ctx.status === 200) {
    const held = hold;
    hold = null;
    held.held.resolve();
    await held.release.made;
  }
});
provider.on('server_error', (ctx, error) => console.error(error));

let holding = null;
server.on('request', async (request, response) => {
  const url = new URL(request.url, address);
  if (!url.pathname.startsWith('/__test__')) return provider.callback()(request, response);
  if (url.searchParams.has('end')) living[url.searchParams.get('end')].clear();
  if (url.searchParams.has('hold')) holding = hold = { held: promise(), release: promise() };
  if (url.searchParams.has('held')) await holding.held.made;
  if (url.searchParams.has('release')) holding.release.resolve();
  if (url.searchParams.has('reset')) Object.assign(counts, { token: 0, refresh: 0, failed: 0 });
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(url.searchParams.has('issued') ? { issued } : counts));
});
console.log(address);
process.stdin.on('end', () => process.exit(0)).resume();
