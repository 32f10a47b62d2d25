// Atlassian Crowd's part in a sign-in, as its REST reference and PyPI's client `crowd` have it; SAML is npm samlp's.
// PEER_OPTIONS=JSON node crowd.mjs FOLDER; JSON: {"key", "cert": PEM, "users": {name: {"password", "active", "expired"}},
// "application": {"name", "password"}, "consumer": where answers go, "audience", "attempts": failures until locked,
// "foreignForm": an address that the login form is for, "refuseMachine", "bound": tokens are good from their address only}
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const express = require('express');
const samlp = require('samlp');
const options = { attempts: 3, bound: true, ...JSON.parse(process.env.PEER_OPTIONS) };
const counts = { rest: 0, forms: 0, answers: 0, tokens: [], sessions: [], factors: [], cookies: [] };
const failures = {};
const tokens = new Map(); // value -> {user, address}
const COOKIE = 'crowd.token_key';
const LOGIN = '/crowd/console/login.action';
const app = express();
app.use(express.json(), express.urlencoded({ extended: false }), (request, _, next) => {
  counts.cookies.push(request.get('cookie') || '');
  next();
});

function judged(name, password) {
  const user = options.users[name];
  if (!user) return ['USER_NOT_FOUND', `User <${name}> does not exist`];
  if (!user.active) return ['INACTIVE_ACCOUNT', `Account with name <${name}> is inactive`];
  if ((failures[name] || 0) >= options.attempts)
    return ['INVALID_USER_AUTHENTICATION', 'Maximum allowed invalid password attempts has been reached'];
  if (user.password !== password) {
    failures[name] = (failures[name] || 0) + 1;
    return ['INVALID_USER_AUTHENTICATION', `Account with name <${name}> failed to authenticate: wrong password`];
  }
  failures[name] = 0;
  return user.expired ? ['EXPIRED_CREDENTIAL', `The credentials of <${name}> have expired`] : null;
}

function made(user, address) {
  const token = randomBytes(16).toString('hex') + randomBytes(8).toString('base64url');
  tokens.set(token, { user, address });
  counts.tokens.push(token);
  return token;
}

const person = (name) => ({ expand: 'attributes', name, 'display-name': name, email: `${name}@example.com`,
  active: options.users[name].active });
const shown = (token) => ({ expand: 'user', token, user: person(tokens.get(token).user) });
const address = (factors) => (factors?.validationFactors || []).find((each) => each.name === 'remote_address')?.value;

const rest = express.Router();
rest.use((request, response, next) => {
  const [name, ...password] = Buffer.from((request.get('authorization') || '').replace(/^Basic /, ''), 'base64')
    .toString().split(':');
  if (name !== options.application.name || password.join(':') !== options.application.password)
    return response.status(401).type('html').send('Application failed to authenticate');
  if (options.refuseMachine) return response.status(403).type('html').send('Client with address is forbidden');
  return next();
});
rest.get('/config/cookie', (_, response) => response.json({ secure: false, name: COOKIE }));
rest.post('/session', (request, response) => {
  const { username, password } = request.body;
  counts.rest += 1;
  counts.factors.push(address(request.body['validation-factors']));
  const refusal = judged(username, password);
  if (refusal) return response.status(400).json({ reason: refusal[0], message: refusal[1] });
  return response.status(201).json(shown(made(username, address(request.body['validation-factors']))));
});
rest.post('/session/:token', (request, response) => {
  const known = tokens.get(request.params.token);
  if (!known || known.address !== address(request.body))
    return response.status(404).json({ reason: 'INVALID_SSO_TOKEN', message: 'Token does not validate.' });
  return response.json(shown(request.params.token));
});
rest.delete('/session/:token', (request, response) => {
  tokens.delete(request.params.token);
  response.status(204).end();
});
rest.post('/authentication', (request, response) => {
  const refusal = judged(request.query.username, request.body.value);
  if (refusal) return response.status(400).json({ reason: refusal[0], message: refusal[1] });
  return response.json(person(request.query.username));
});
rest.use((_, response) => response.status(404).json({ 'status-code': 404, message: 'null for uri' }));
app.use('/crowd/rest/usermanagement/1', rest);

const cookies = (request) => Object.fromEntries(
  (request.get('cookie') || '').split('; ').filter(Boolean).map((each) => [each.split('=')[0], each.slice(each.indexOf('=') + 1)]));
const signedIn = (request) => {
  const known = tokens.get(cookies(request)[COOKIE]);
  const same = known && (!options.bound || !known.address || known.address === request.socket.remoteAddress);
  return same ? known.user : null;
};
const escaped = (text) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
const form = (response, complaint, onward) => response.type('html').send(
  `<!DOCTYPE html><html><head><title>Atlassian Crowd - Login</title></head><body>
  <form action="/crowd/search"><input type="text" name="q"></form>
  ${complaint ? `<div class="aui-message aui-message-error"><p>${escaped(complaint)}</p></div>` : ''}
  <form id="login" method="post" action="${options.foreignForm || '/crowd/console/j_security_check'}">
  <input type="hidden" name="atl_token" value="t&#43;k"><input type="hidden" name="onward" value="${escaped(onward)}">
  <label>Username <input type="text" name="j_username"></label><input type="password" name="j_password">
  <input type="checkbox" name="remember" value="yes"><input type="submit" name="login" value="Log in"></form></body></html>`);

app.get('/crowd/console/secure/saml/sso.action', (request, response, next) => {
  const name = signedIn(request);
  request.user = name && { id: name, displayName: name, emails: [], name: {} };
  if (!request.user) {
    const session = randomBytes(8).toString('hex');
    counts.sessions.push(session);
    response.cookie('JSESSIONID', session, { path: '/crowd', httpOnly: true });
    return response.redirect(`${LOGIN};jsessionid=${session}?onward=${encodeURIComponent(request.originalUrl)}`);
  }
  counts.answers += 1;
  return samlp.auth({
    issuer: `${url}/crowd`, key: options.key, cert: options.cert, destination: options.consumer,
    recipient: options.consumer, audience: options.audience, RelayState: request.query.RelayState || '',
    signResponse: true, getPostURL: (_audience, _document, _request, done) => done(null, options.post || options.consumer),
  })(request, response, next);
});
app.get(/^\/crowd\/console\/login\.action/, (request, response) => form(response, '', request.query.onward || ''));
app.post('/crowd/console/j_security_check', (request, response) => {
  counts.forms += 1;
  const { j_username: name, j_password: password, onward, atl_token: token } = request.body;
  if (token !== 't+k') return response.status(403).send('XSRF');
  const refusal = judged(name, password);
  if (refusal) return form(response, refusal[1], onward);
  response.cookie(COOKIE, made(name, request.socket.remoteAddress), { path: '/', httpOnly: true });
  return response.redirect(onward);
});
app.get('/__test__', (request, response) => {
  if (request.query.set) Object.assign(options, JSON.parse(request.query.set));
  response.json(counts);
});

let url = '';
const server = app.listen(options.port || 0, options.host || '127.0.0.1', () => {
  url = `http://${server.address().address}:${server.address().port}`;
  console.log(url);
});
process.stdin.on('end', () => process.exit(0)).resume();
