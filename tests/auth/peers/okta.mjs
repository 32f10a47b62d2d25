// An Okta organization's part in a sign-in, of both engines, as its references and its own client (@okta/okta-auth-js)
// have it; SAML is npm samlp's. PEER_OPTIONS=JSON node okta.mjs FOLDER; JSON: {"key", "cert": PEM, "pipeline": "v1" or
// "idx", "users": {name: {"password", "status", "factors": ["push", "totp", "email", "sms"]}}, "phone": "approve",
// "decline", "ignore" or "timeout", "number", "apiToken", "remembers": whether policy lets devices be remembered,
// "stepUp": the app wants a factor that the sign-in doesn't, "consumer": where answers go, "audience", "attempts",
// "passwordFirst": Identity Engine asks for User and Password on one page, "limited": no more sign-ins for now}
import { createRequire } from 'node:module';
import { randomBytes, randomInt } from 'node:crypto';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const express = require('express');
const samlp = require('samlp');
const options = { pipeline: 'v1', attempts: 3, phone: 'approve', remembers: true, ...JSON.parse(process.env.PEER_OPTIONS) };
const counts = { passwords: 0, codes: [], pushes: 0, polls: 0, cancelled: 0, answers: 0, tokens: [], devices: [],
  forwarded: [], cookies: [] };
const failures = {};
const wrongCodes = {};
const transactions = new Map(); // state token -> {user, device, code, polls, onward, stepUp, passed}
const sessionTokens = new Map(); // one use -> {user, mfa}
let sessions = new Map(); // cookie -> {user, mfa}
const remembered = new Set();
const app = express();
const json = ['application/json', 'application/ion+json'];
app.use(express.json({ type: json }), express.urlencoded({ extended: false }), (request, _, next) => {
  counts.cookies.push(request.get('cookie') || '');
  next();
});

const made = (prefix) => {
  const token = prefix + randomBytes(24).toString('base64url');
  counts.tokens.push(token);
  return token;
};
const cookies = (request) => Object.fromEntries((request.get('cookie') || '').split('; ').filter(Boolean)
  .map((each) => [each.split('=')[0], each.slice(each.indexOf('=') + 1)]));
const session = (request) => sessions.get(cookies(request).idx) || sessions.get(cookies(request).sid);
const encoded = (text) => text.replace(/[^A-Za-z0-9]/g, (each) => `&#x${each.charCodeAt(0).toString(16)};`);
const inScript = (text) => text.replace(/[^A-Za-z0-9]/g, (each) => `\\x${each.charCodeAt(0).toString(16).padStart(2, '0')}`);
const factorsOf = (user) => (options.users[user]?.factors || []);
const profile = { email: { email: 'a***n@example.com' }, sms: { phoneNumber: '+1 XXX-XXX-1337' }, push: {}, totp: {} };

/** Okta's error code for a name and password, or '' */
function judged(name, password) {
  counts.passwords += 1;
  const user = options.users[name];
  if (!user || (failures[name] || 0) >= options.attempts) return 'E0000004';
  if (user.password !== password) {
    failures[name] = (failures[name] || 0) + 1;
    return 'E0000004';
  }
  failures[name] = 0;
  return '';
}

function needsFactor(transaction) {
  return factorsOf(transaction.user).length > 0 && (transaction.stepUp || !options.stepUp)
    && !remembered.has(`${transaction.user} ${transaction.device}`);
}

function sent(transaction) {
  transaction.code = String(randomInt(1_000_000)).padStart(6, '0');
  counts.codes.push(transaction.code);
}

const TOTP = '314159'; // what Okta Verify shows
const isRight = (transaction, code, kind) => code === (kind === 'totp' ? TOTP : transaction.code) && !!code;
const remember = (transaction, wanted) => {
  if (wanted && options.remembers && transaction.device) remembered.add(`${transaction.user} ${transaction.device}`);
};
/** 'WAITING' or what the phone said */
function phone(transaction) {
  transaction.polls = (transaction.polls || 0) + 1;
  counts.polls += 1;
  if (options.phone === 'ignore' || transaction.polls < 2) return 'WAITING';
  return { approve: 'SUCCESS', decline: 'REJECTED', timeout: 'TIMEOUT' }[options.phone];
}

// Classic Engine
const SUMMARIES = { E0000004: 'Authentication failed', E0000011: 'Invalid token provided', E0000068: 'Invalid Passcode/Answer',
  E0000069: 'User Locked', E0000047: 'API call exceeded rate limit due to too many requests.',
  E0000001: 'Api validation failed', E0000007: 'Not found: Resource not found' };
const error = (response, status, code) => response.status(status).json(
  { errorCode: code, errorSummary: SUMMARIES[code], errorLink: code, errorId: 'oae1', errorCauses: [] });
const link = (href) => ({ href: `${url}${href}`, hints: { allow: ['POST'] } });
const TYPES = { push: 'push', totp: 'token:software:totp', email: 'email', sms: 'sms' };
const shown = (name) => ({ id: `fac-${name}`, factorType: TYPES[name], provider: 'OKTA', vendorName: 'OKTA',
  profile: profile[name], _links: { verify: link(`/api/v1/authn/factors/fac-${name}/verify`) } });
const person = (transaction) => ({ id: '00u1', profile: { login: transaction.user, firstName: 'Ann', lastName: 'A',
  locale: 'en', timeZone: 'UTC' } });
const base = (token, transaction, status) => ({ stateToken: token, status,
  expiresAt: new Date(Date.now() + 300_000).toISOString(), _embedded: { user: person(transaction) },
  _links: { cancel: link('/api/v1/authn/cancel') } });

function stateOf(token, transaction) {
  const status = options.users[transaction.user].status;
  if (status === 'LOCKED_OUT') return { status, _links: { next: { name: 'unlock', ...link('/api/v1/authn/recovery/unlock') } } };
  if (status === 'PASSWORD_WARN' && !transaction.skipped) {
    const answer = base(token, transaction, status);
    answer._links.skip = link('/api/v1/authn/skip');
    return answer;
  }
  if (!transaction.passed && needsFactor(transaction)) {
    const answer = base(token, transaction, 'MFA_REQUIRED');
    answer._embedded.factors = factorsOf(transaction.user).map(shown);
    answer._embedded.policy = { allowRememberDevice: options.remembers, rememberDeviceLifetimeInMinutes: 60,
      rememberDeviceByDefault: false };
    return answer;
  }
  if (status && status !== 'PASSWORD_WARN') return base(token, transaction, status);
  transactions.delete(token);
  const common = { status: 'SUCCESS', expiresAt: new Date(Date.now() + 300_000).toISOString(),
    _embedded: { user: person(transaction) } };
  if (transaction.stepUp) {
    transaction.session.mfa = true;
    return { ...common, _links: { next: { name: 'original', href: `${url}/login/step-up/redirect?stateToken=${token}` } } };
  }
  const sessionToken = made('20111');
  sessionTokens.set(sessionToken, { user: transaction.user, mfa: transaction.passed });
  return { ...common, sessionToken };
}

function challenge(token, transaction, name, result) {
  const answer = base(token, transaction, 'MFA_CHALLENGE');
  const poll = name === 'push';
  answer.factorResult = result;
  answer._embedded.factor = shown(name);
  if (poll && options.number) answer._embedded.factor._embedded = { challenge: { correctAnswer: options.number } };
  answer._links.next = { name: poll ? 'poll' : 'verify', ...link(`/api/v1/authn/factors/fac-${name}/verify`) };
  answer._links.resend = [{ name, ...link(`/api/v1/authn/factors/fac-${name}/verify/resend`) }];
  return answer;
}

app.get('/.well-known/okta-organization', (_, response) => response.json({ id: '00o1', pipeline: options.pipeline }));
app.post('/api/v1/authn', (request, response) => {
  const { username, password, stateToken, context } = request.body;
  const trusted = (request.get('authorization') || '').replace(/^SSWS /, '');
  counts.forwarded.push(request.get('x-forwarded-for') || '');
  if (trusted && trusted !== options.apiToken) return error(response, 401, 'E0000011');
  if (stateToken) {
    const known = transactions.get(stateToken);
    return known ? response.json(stateOf(stateToken, known)) : error(response, 401, 'E0000011');
  }
  if (options.limited)
    return error(response.set('X-Rate-Limit-Reset', String(Math.floor(Date.now() / 1000) + 60)), 429, 'E0000047');
  const refusal = judged(username, password);
  if (refusal) return error(response, 401, refusal);
  const token = made('00');
  const transaction = { user: username, device: trusted ? context?.deviceToken : cookies(request).DT };
  counts.devices.push(transaction.device || '');
  transactions.set(token, transaction);
  return response.json(stateOf(token, transaction));
});
app.post('/api/v1/authn/skip', (request, response) => {
  const known = transactions.get(request.body.stateToken);
  known.skipped = true;
  response.json(stateOf(request.body.stateToken, known));
});
app.post('/api/v1/authn/cancel', (request, response) => {
  transactions.delete(request.body.stateToken);
  counts.cancelled += 1;
  response.json({ relayState: null });
});
app.post('/api/v1/authn/factors/:id/verify', (request, response) => {
  const { stateToken: token, passCode: code } = request.body;
  const known = transactions.get(token);
  const name = request.params.id.replace('fac-', '');
  if (!known) return error(response, 401, 'E0000011');
  if (name === 'push') {
    counts.pushes += known.polls ? 0 : 1;
    const result = phone(known);
    if (result !== 'SUCCESS') return response.json(challenge(token, known, name, result));
  } else if (!code) {
    if (name === 'totp') return error(response, 400, 'E0000001');
    sent(known);
    return response.json(challenge(token, known, name, 'CHALLENGE'));
  } else if (!isRight(known, code, name)) {
    wrongCodes[known.user] = (wrongCodes[known.user] || 0) + 1;
    return error(response, 403, wrongCodes[known.user] >= options.attempts ? 'E0000069' : 'E0000068');
  }
  known.passed = true;
  remember(known, request.query.rememberDevice === 'true');
  return response.json(stateOf(token, known));
});
app.post('/api/v1/sessions', (request, response) => {
  const given = sessionTokens.get(request.body.sessionToken);
  if (!given) return error(response, 401, 'E0000004');
  sessionTokens.delete(request.body.sessionToken);
  const id = made('102');
  sessions.set(id, given);
  return response.json({ id, login: given.user, userId: '00u1', status: 'ACTIVE', mfaActive: !!given.mfa });
});

// Identity Engine
const ION = 'application/ion+json; okta-version=1.0.0';
const form = (name, href, value, token, more = {}) => ({ rel: ['create-form'], name, href: `${url}${href}`, method: 'POST',
  produces: ION, accepts: 'application/json; okta-version=1.0.0', ...more,
  value: [...value, { name: 'stateHandle', required: true, value: token, visible: false, mutable: false }] });
const list = (value) => ({ type: 'array', value });
const PASSCODE = { name: 'credentials', type: 'object', required: true,
  form: { value: [{ name: 'passcode', label: 'Code', secret: true }] } };
const AUTHENTICATORS = {
  password: { type: 'password', key: 'okta_password', id: 'aut-password', displayName: 'Password', methods: [{ type: 'password' }] },
  email: { type: 'email', key: 'okta_email', id: 'aut-email', displayName: 'Email', methods: [{ type: 'email' }], profile: profile.email },
  sms: { type: 'phone', key: 'phone_number', id: 'aut-phone', displayName: 'Phone', methods: [{ type: 'sms' }], profile: profile.sms },
  push: { type: 'app', key: 'okta_verify', id: 'aut-verify', displayName: 'Okta Verify', methods: [{ type: 'push' }, { type: 'totp' }] },
};
AUTHENTICATORS.totp = AUTHENTICATORS.push;
const METHODS = { sms: [['SMS', 'sms'], ['Voice call', 'voice']], push: [['Enter a code', 'totp'], ['Get a push notification', 'push']] };
const option = (name) => ({ label: AUTHENTICATORS[name].displayName, relatesTo: '$.authenticatorEnrollments.value[0]',
  value: { form: { value: [{ name: 'id', required: true, value: AUTHENTICATORS[name].id, mutable: false },
    METHODS[name]
      ? { name: 'methodType', type: 'string', required: false, options: METHODS[name].map(([label, value]) => ({ label, value })) }
      : { name: 'methodType', required: false, value: AUTHENTICATORS[name].methods[0].type, mutable: false }] } } });

function idx(token, known) {
  const has = [...new Set(factorsOf(known.user).map((each) => (each === 'totp' ? 'push' : each)))];
  const answer = { version: '1.0.0', stateHandle: token, expiresAt: new Date(Date.now() + 300_000).toISOString(), intent: 'LOGIN',
    cancel: form('cancel', '/idp/idx/cancel', [], token),
    app: { type: 'object', value: { name: 'jira', label: 'Jira', id: '0oa1' } } };
  const status = options.users[known.user]?.status;
  const asking = (name, forms) => {
    const enrollment = { ...AUTHENTICATORS[name], id: AUTHENTICATORS[name].id };
    if (name === 'push' && options.number) enrollment.contextualData = { correctAnswer: options.number };
    return { ...answer, currentAuthenticator: { type: 'object', value: enrollment }, remediation: list(forms) };
  };
  if (!known.user) {
    const password = options.passwordFirst ? [PASSCODE] : [];
    return { ...answer, remediation: list([form('identify', '/idp/idx/identify', [{ name: 'identifier', label: 'Username' },
      ...password, { name: 'rememberMe', type: 'boolean', label: 'Keep me signed in' }], token),
      form('unlock-account', '/idp/idx/unlock-account', [], token)]) };
  }
  if (!known.password) return asking('password', [form('challenge-authenticator', '/idp/idx/challenge/answer', [PASSCODE], token)]);
  if (status === 'PASSWORD_EXPIRED') return asking('password', [form('reenroll-authenticator', '/idp/idx/challenge/answer', [PASSCODE], token)]);
  if (status === 'MFA_ENROLL') return { ...answer, remediation: list([form('select-authenticator-enroll', '/idp/idx/credential/enroll', [], token)]) };
  if (!known.passed && needsFactor(known)) {
    if (known.factor === 'push') return asking('push', [form('challenge-poll', '/idp/idx/authenticators/poll', [], token, { refresh: 4000 })]);
    if (known.factor === 'sms' && !known.code) {
      const field = { name: 'authenticator', type: 'object', form: option('sms').value.form };
      return asking('sms', [form('authenticator-verification-data', '/idp/idx/challenge', [field], token)]);
    }
    if (known.factor) return asking(known.factor, [form('challenge-authenticator', '/idp/idx/challenge/answer', [PASSCODE], token)]);
    return { ...answer, authenticatorEnrollments: list(has.map((each) => AUTHENTICATORS[each])), remediation: list([
      form('select-authenticator-authenticate', '/idp/idx/challenge', [{ name: 'authenticator', type: 'object', options: has.map(option) }], token)]) };
  }
  if (options.remembers && known.passed && known.kept === undefined) return { ...answer, remediation: list([
    form('keep-me-signed-in', '/idp/idx/keep-me-signed-in', [{ name: 'keepMeSignedIn', type: 'boolean', label: 'Stay signed in' }], token)]) };
  remember(known, known.kept);
  known.done = true;
  return { ...answer, success: { name: 'success-redirect', href: `${url}/login/token/redirect?stateToken=${token}`, value: [] } };
}

const KEYS = { E0000004: ['errors.E0000004', 'Unable to sign in'], E0000069: ['errors.E0000069', 'User Locked'],
  E0000068: ['api.authn.error.PASSCODE_INVALID', 'Invalid code. Try again.'], E0000011: ['idx.session.expired', 'The session has expired.'],
  E0000047: ['tooManyRequests', 'Too many requests'], declined: ['oktaverify.rejected', 'You have chosen to reject this login.'] };
function complained(response, code, token, known) {
  const [key, message] = KEYS[code];
  const about = { messages: list([{ message, i18n: { key }, class: 'ERROR' }]) };
  const status = { declined: 200, E0000068: 400, E0000047: 429 }[code] || 401;
  return response.status(status).type(ION).send(JSON.stringify({ version: '1.0.0', ...(known ? idx(token, known) : {}), ...about }));
}
const engine = (change) => (request, response) => {
  const token = request.body.stateHandle || request.body.stateToken;
  const known = transactions.get(token);
  if (!known) return complained(response, 'E0000011');
  known.device = known.device || cookies(request).DT;
  const code = change(known, request.body);
  return code ? complained(response, code, token, known) : response.type(ION).send(JSON.stringify(idx(token, known)));
};
function password(known, given) {
  if (options.limited) return 'E0000047';
  const refusal = judged(known.user, given);
  if (options.users[known.user]?.status === 'LOCKED_OUT') return 'E0000069';
  known.password = !refusal;
  counts.devices.push(known.device || '');
  return refusal;
}
app.post('/idp/idx/introspect', engine(() => ''));
app.post('/idp/idx/identify', engine((known, body) => {
  known.user = body.identifier;
  return body.credentials ? password(known, body.credentials.passcode) : '';
}));
app.post('/idp/idx/challenge', engine((known, { authenticator }) => {
  known.factor = authenticator.methodType;
  counts.pushes += known.factor === 'push' ? 1 : 0;
  const asked = known.factor === 'email' || (known.factor === 'sms' && known.chosen);
  known.chosen = true;
  if (asked) sent(known);
  return '';
}));
app.post('/idp/idx/challenge/answer', engine((known, { credentials }) => {
  if (!known.password) return password(known, credentials.passcode);
  known.passed = isRight(known, credentials.passcode, known.factor);
  wrongCodes[known.user] = (wrongCodes[known.user] || 0) + (known.passed ? 0 : 1);
  if (wrongCodes[known.user] >= options.attempts) return 'E0000069';
  return known.passed ? '' : 'E0000068';
}));
app.post('/idp/idx/authenticators/poll', engine((known) => {
  const said = phone(known);
  known.passed = said === 'SUCCESS';
  return said === 'REJECTED' ? 'declined' : said === 'TIMEOUT' ? 'E0000011' : '';
}));
app.post('/idp/idx/keep-me-signed-in', engine((known, body) => {
  known.kept = body.keepMeSignedIn;
  return '';
}));
app.post('/idp/idx/cancel', (request, response) => {
  counts.cancelled += 1;
  transactions.delete(request.body.stateHandle);
  response.type(ION).send(JSON.stringify({ version: '1.0.0' }));
});

// Pages
const page = (response, text) => response.type('html').send(`<!DOCTYPE html><html><head><title>Okta - Sign In</title></head>${text}</html>`);
app.get('/login/token/redirect', (request, response) => {
  const known = transactions.get(request.query.stateToken);
  if (!known?.done) return response.status(403).send('Forbidden');
  transactions.delete(request.query.stateToken);
  const id = made('idx');
  sessions.set(id, { user: known.user, mfa: known.passed });
  response.cookie('idx', id, { path: '/', httpOnly: true });
  return response.redirect(known.onward);
});
app.get('/login/step-up/redirect', (_, response) => response.redirect('/home/jira/0oa1/46'));
app.get('/login/login.htm', (_, response) => page(response, '<body><div id="signin-container"></div></body>'));
app.get(['/home/jira/0oa1/46', '/app/jira/exk1/sso/saml'], (request, response, next) => {
  const who = session(request);
  if (!who && options.pipeline === 'idx') {
    const token = made('02.');
    transactions.set(token, { onward: request.originalUrl, device: cookies(request).DT });
    return page(response, `<body><script>var stateToken = '${inScript(token)}'; var oktaData = {};</script></body>`);
  }
  if (!who) return response.redirect(`/login/login.htm?fromURI=${encodeURIComponent(request.originalUrl)}`);
  if (options.stepUp && !who.mfa) {
    const token = made('00');
    transactions.set(token, { user: who.user, session: who, stepUp: true });
    return page(response, `<body><script>var stateToken = '${inScript(token)}';</script></body>`);
  }
  if (options.unassigned) return page(response.status(403), '<body><div class="error-content">User is not assigned to this application.</div></body>');
  request.user = { id: who.user, displayName: who.user, emails: [], name: {} };
  counts.answers += 1;
  return samlp.auth({
    issuer: url, key: options.key, cert: options.cert, destination: options.consumer, recipient: options.consumer,
    audience: options.audience, signResponse: true, getPostURL: (_audience, _document, _request, done) => done(null, options.consumer),
    responseHandler: (answer, _options, _request, out) => page(out, `<body><form id="appForm" method="POST"
      action="${encoded(options.post || options.consumer)}"><input name="SAMLResponse" type="hidden"
      value="${encoded(Buffer.from(answer).toString('base64'))}"/><input name="RelayState" type="hidden"
      value="${encoded(request.query.RelayState || '')}"/></form></body>`),
  })(request, response, next);
});
app.get('/__test__', (request, response) => {
  if (request.query.set) Object.assign(options, JSON.parse(request.query.set));
  if (request.query.end === 'sessions') sessions = new Map();
  if (request.query.end === 'transactions') transactions.clear();
  response.json(counts);
});
app.use((_, response) => error(response, 404, 'E0000007'));

let url = '';
const server = app.listen(options.port || 0, options.host || '127.0.0.1', () => {
  url = `http://${server.address().address}:${server.address().port}`;
  console.log(url);
});
process.stdin.on('end', () => process.exit(0)).resume();
