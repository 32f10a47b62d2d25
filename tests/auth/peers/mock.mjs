// npm oauth2-mock-server, which answers as it is told: PEER_OPTIONS=JSON node mock.mjs FOLDER
// JSON: {"refusals": [{"status": 403, "body": {...} or text}, ...]}, one a token request, then tokens are given.
import { createRequire } from 'node:module';
import http from 'node:http';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const { OAuth2Server } = require('oauth2-mock-server');
const options = JSON.parse(process.env.PEER_OPTIONS);
const counts = { token: 0, forms: [] };
const mock = new OAuth2Server();
await mock.issuer.keys.generate('RS256');
mock.service.on('beforeResponse', (response, request) => {
  counts.token += 1;
  counts.forms.push(request.body);
  const refusal = (options.refusals || []).shift();
  if (!refusal) return;
  response.statusCode = refusal.status;
  response.body = refusal.body;
});
await mock.start(0, '127.0.0.1');
const inner = mock.address().port;
const front = http.createServer((request, response) => {
  if (request.url.startsWith('/__test__')) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(counts));
    return;
  }
  const onward = http.request(
    { host: '127.0.0.1', port: inner, path: request.url, method: request.method, headers: request.headers },
    (answer) => { response.writeHead(answer.statusCode, answer.headers); answer.pipe(response); });
  request.pipe(onward);
});
front.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${front.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
