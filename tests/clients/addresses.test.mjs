// Keys and order numbers that must be escaped in a path, with Flow's client and by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO, flowClient, orderCloudClient, settled } from './clients.mjs';
import { startService } from './service.mjs';

const { organization } = DEMO;

/** All of these keys are different, and none may act on another's resource. */
const KEYS = ['g/1', 'g%2F1', 'g%2f1', 'g%252F1', 'g//1', '/', 'g 1', 'g+1', 'g%201', 'ä/ß', 'a?b#c', '%zz', 'a\\b', '...'];

let service;
let flow;

before(async () => {
  service = await startService();
  flow = flowClient(service.url);
});

after(() => service?.stop());

/** Sends a request with each part of the path escaped once. */
function send(method, parts, body) {
  return fetch(`${service.url}/${[organization, ...parts].map(encodeURIComponent).join('/')}`, {
    method,
    headers: { authorization: `Bearer ${DEMO.flowToken}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
}

const creditOf = (key) => ({ order_number: 'a/1', description: 'Gift card', amount: 1, max: 5, currency: 'USD', key });

test('an order whose number has a slash is registered in a body, and found by its path in both APIs', async () => {
  const registered = await send('POST', ['orders'], { number: 'a/1', currency: 'USD', total: 100 });
  assert.equal(registered.status, 201);
  const escaped = await send('PUT', ['orders', 'a%2F1'], { currency: 'USD', total: 7 });
  assert.equal(escaped.status, 201);
  assert.equal((await escaped.json()).number, 'a%2F1');

  assert.equal((await (await send('GET', ['orders', 'a/1'])).json()).total, 100);
  assert.equal((await (await send('GET', ['orders', 'a%2F1'])).json()).total, 7);
  const orderCloud = await orderCloudClient(service.url);
  const payment = await orderCloud.Payments.Create('Incoming', encodeURIComponent('a/1'), { Type: 'CreditCard', Amount: 40 });
  assert.equal(payment.Amount, 40);
  const inSlash = await orderCloud.Payments.List('Incoming', encodeURIComponent('a/1'));
  assert.deepEqual(inSlash.Items.map(({ ID }) => ID), [payment.ID]);
  assert.equal((await orderCloud.Payments.List('Incoming', encodeURIComponent('a%2F1'))).Meta.TotalCount, 0);
  assert.equal((await orderCloud.Orders.Get('All', encodeURIComponent('a/1'))).Total, 100);
});

test('a credit payment with any key is read, replaced and deleted by that key', async () => {
  const made = new Map();
  for (const key of KEYS) {
    const answer = await send('POST', ['credit', 'payments'], creditOf(key));
    assert.equal(answer.status, 201, key);
    made.set(key, (await answer.json()).id);
  }
  assert.equal(new Set(made.values()).size, KEYS.length);
  for (const key of KEYS) {
    const read = await send('GET', ['credit', 'payments', key]);
    assert.equal(read.status, 200, key);
    assert.equal((await read.json()).id, made.get(key), key);
    const replaced = await send('PUT', ['credit', 'payments', key], { ...creditOf(key), amount: 2 });
    assert.equal(replaced.status, 200, key);
    assert.equal((await replaced.json()).id, made.get(key), key);
  }

  for (const key of KEYS) {
    assert.equal((await send('DELETE', ['credit', 'payments', key])).status, 204, key);
    made.delete(key);
    for (const other of made.keys()) {
      assert.equal((await send('GET', ['credit', 'payments', other])).status, 200, `${other} after ${key} was deleted`);
    }
    assert.equal((await send('GET', ['credit', 'payments', key])).status, 404, key);
  }
});

test('authorizations, refunds and identifiers keep a slash and its escape apart', async () => {
  for (const key of ['r/1', 'r%2F1']) {
    await send('POST', ['orders'], { number: key, currency: 'USD', total: 10 });
    const authorized = await flow.authorizations.putByKey(organization, key, {
      body: { discriminator: 'merchant_of_record_authorization_form', token: 'tok-visa', order_number: key },
    });
    assert.equal(authorized.status, 201);
    assert.equal((await flow.captures.post(organization, { body: { authorization_id: key, key } })).status, 201);
    const refunded = await flow.refunds.post(organization, { body: { order_number: key, amount: 1, key } });
    assert.equal(refunded.status, 201);
    assert.equal((await settled(flow, key)).key, key);
    assert.equal((await flow.captures.getByKey(organization, key)).result.key, key);
    const named = await flow.refunds.putIdentifiersByKeyAndIdentifier(organization, key, `id-${key}`, { body: { name: 'shop' } });
    assert.equal(named.result.identifier, `id-${key}`);
    assert.equal((await (await send('GET', ['refunds', 'summary', key])).json()).order_number, key);
  }
});

test('a key that could not be looked up again is rejected when a resource is created', async () => {
  const id = (await (await send('POST', ['credit', 'payments'], creditOf('plain'))).json()).id;
  for (const key of ['.', '..', 'versions', 'Versions', 'summary', id]) {
    const answer = await send('POST', ['credit', 'payments'], creditOf(key));
    assert.equal(answer.status, 422, key);
    assert.match((await answer.json()).messages[0], /key (must not|uses a format reserved)/);
  }
  assert.equal((await send('PUT', ['credit', 'payments', 'versions'], { ...creditOf(undefined) })).status, 422);
});

test('a byte order mark before JSON is skipped', async () => {
  const answer = await fetch(`${service.url}/${organization}/orders/bom-1`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${DEMO.flowToken}`, 'content-type': 'application/json' },
    body: '\ufeff{"currency":"USD","total":1}',
  });
  assert.equal(answer.status, 201);
});
