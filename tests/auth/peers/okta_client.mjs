// Okta's own client signs in:
// node okta_client.mjs FOLDER ORGANIZATION '{"kind", "username", "password", "factor", "method", "stateHandle"}'; prints what came.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const { OktaAuth } = require('@okta/okta-auth-js');
const issuer = process.argv[3];
const { kind, username, password, factor, method, stateHandle } = JSON.parse(process.argv[4]);
const client = new OktaAuth({ issuer, clientId: 'desk', redirectUri: `${issuer}/callback`, pkce: false });

const told = (transaction) => ({ status: transaction.status, sessionToken: !!transaction.sessionToken,
  factors: (transaction.factors || []).map((each) => each.factorType), result: transaction.factorResult || '' });

async function classic() {
  let transaction = await client.signInWithCredentials({ username, password });
  const steps = [told(transaction)];
  if (factor) {
    transaction = await transaction.factors.find((each) => each.factorType === factor).verify({});
    steps.push(told(transaction));
    transaction = factor === 'push' ? await transaction.poll({ delay: 50 })
      : await transaction.verify({ passCode: await newest() });
    steps.push(told(transaction));
  }
  return steps;
}

async function newest() {
  const counts = await (await fetch(`${issuer}/__test__`)).json();
  return counts.codes.at(-1);
}

async function identity() {
  const steps = [];
  let answer = await client.idx.introspect({ stateHandle });
  const told = () => steps.push({ forms: answer.neededToProceed.map((each) => each.name), succeeded: answer.requestDidSucceed !== false,
    says: (answer.rawIdxState.messages?.value || []).map((each) => each.message),
    onward: answer.rawIdxState.success ? new URL(answer.rawIdxState.success.href).pathname : '' });
  told();
  const say = async (form, values) => {
    answer = await answer.proceed(form, values);
    told();
  };
  await say('identify', { identifier: username, rememberMe: false });
  await say('challenge-authenticator', { credentials: { passcode: password } });
  const offered = answer.neededToProceed.find((each) => each.name === 'select-authenticator-authenticate');
  if (factor && offered) {
    const option = offered.value.find((each) => each.name === 'authenticator').options.find((each) => each.label === factor);
    const id = option.value.form.value.find((each) => each.name === 'id').value;
    await say('select-authenticator-authenticate', { authenticator: { id, methodType: method } });
    if (steps.at(-1).forms[0] === 'authenticator-verification-data')
      await say('authenticator-verification-data', { authenticator: { id, methodType: method } });
    while (steps.at(-1).forms[0] === 'challenge-poll') await say('challenge-poll', {});
    if (steps.at(-1).forms[0] === 'challenge-authenticator')
      await say('challenge-authenticator', { credentials: { passcode: await newest() } });
    if (steps.at(-1).forms[0] === 'keep-me-signed-in') await say('keep-me-signed-in', { keepMeSignedIn: true });
  }
  return steps;
}

try {
  console.log(JSON.stringify(await (kind === 'idx' ? identity() : classic())));
} catch (error) {
  console.log(JSON.stringify({ error: error.errorCode || error.name, message: error.message }));
}
process.exit(0);
