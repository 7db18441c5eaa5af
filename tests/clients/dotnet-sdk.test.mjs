// The requests of OrderCloud's .NET SDK, as recorded strings.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { DEMO, registerOrder } from './clients.mjs';
import { FILTERS, PATCH, PAYMENTS, TOKEN_FORM, TRANSACTION } from './recorded/dotnet-sdk.mjs';
import { startService } from './service.mjs';

const PAYMENTS_PATH = '/v1/orders/Incoming/net-1/payments';

let service;
let token;

before(async () => {
  service = await startService();
  await registerOrder(service.url, 'net-1', 100);
  const answer = await fetch(`${service.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: TOKEN_FORM(DEMO.orderCloudClient, DEMO.orderCloudSecret),
  });
  assert.equal(answer.status, 200);
  token = (await answer.json()).access_token;
  for (const payment of PAYMENTS) assert.equal((await send('POST', PAYMENTS_PATH, payment)).status, 201);
});

after(() => service?.stop());

/** Sends no Content-Type without a body. */
function send(method, path, body) {
  return fetch(`${service.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    body,
  });
}

for (const { expression, query, ids } of FILTERS) {
  test(`payments are listed by ${expression}`, async () => {
    const answer = await send('GET', `${PAYMENTS_PATH}?page=1&pageSize=20&${query}`);
    const list = await answer.json();
    assert.equal(answer.status, 200, JSON.stringify(list));
    assert.deepEqual(list.Items.map(({ ID }) => ID), ids);
  });
}

test('a time with seven fraction digits and a patch of only the changed fields are accepted', async () => {
  const recorded = await send('POST', `${PAYMENTS_PATH}/card/transactions`, TRANSACTION);
  assert.equal(recorded.status, 201);
  const payment = await recorded.json();
  assert.equal(payment.Transactions[0].DateExecuted, '2026-11-26T12:15:12.123+00:00');

  const changed = await send('PATCH', `${PAYMENTS_PATH}/card`, PATCH);
  assert.equal(changed.status, 200);
  assert.equal((await changed.json()).Accepted, true);
});

test('the public key of a token is available without a token, and verifies it', async () => {
  const [header, payload, signature] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const answer = await fetch(`${service.url}/oauth/certs/${kid}`);
  assert.equal(answer.status, 200);
  const key = createPublicKey({ key: await answer.json(), format: 'jwk' });
  assert.ok(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')));
  assert.equal((await fetch(`${service.url}/oauth/certs/another`)).status, 404);
});
