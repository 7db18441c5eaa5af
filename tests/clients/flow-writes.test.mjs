// Changes with Flow's Node client: credit payments and authorizations by key, identifiers of refunds and captures.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO, flowClient, registerOrder, settled } from './clients.mjs';
import { startService } from './service.mjs';

const { organization } = DEMO;
let service;
let flow;

before(async () => {
  service = await startService();
  flow = flowClient(service.url);
});

after(() => service?.stop());

async function balance(number) {
  const response = await fetch(`${service.url}/${organization}/orders/${number}`, {
    headers: { authorization: `Bearer ${DEMO.flowToken}` },
  });
  return (await response.json()).balance;
}

const authorizationForm = (number) => ({
  discriminator: 'merchant_of_record_authorization_form', token: 'tok-visa', order_number: number,
});

test('a credit payment is created, replaced, deleted and created again by its key', async () => {
  await registerOrder(service.url, 'w-1', 100);
  const form = { order_number: 'w-1', description: 'Gift card', amount: 30, max: 100, currency: 'USD' };

  const made = await flow.creditPayments.putByKey(organization, 'w-credit-1', { body: form });
  assert.equal(made.status, 201);
  assert.equal(made.result.key, 'w-credit-1');
  const replaced = await flow.creditPayments.putByKey(organization, 'w-credit-1', { body: { ...form, amount: 100 } });
  assert.equal(replaced.status, 200);
  assert.equal(replaced.result.id, made.result.id);
  assert.equal(await balance('w-1'), 0);
  const tooMuch = await flow.creditPayments.putByKey(organization, 'w-credit-1', {
    body: { ...form, amount: 100.01, max: 200 },
  });
  assert.equal(tooMuch.status, 422);
  assert.equal(tooMuch.result.code, 'amount_exceeds_balance');

  const deleted = await flow.creditPayments.deleteByKey(organization, 'w-credit-1');
  assert.equal(deleted.status, 204);
  assert.equal(deleted.result, '');
  assert.equal(await balance('w-1'), 100);
  assert.equal((await flow.creditPayments.deleteByKey(organization, 'w-credit-1')).status, 404);
  assert.equal((await flow.creditPayments.getByKey(organization, 'w-credit-1')).status, 404);

  const again = await flow.creditPayments.putByKey(organization, 'w-credit-1', { body: { ...form, amount: 20 } });
  assert.equal(again.status, 201);
  assert.equal((await flow.creditPayments.getByKey(organization, 'w-credit-1')).result.id, again.result.id);
});

test('an authorization is created once by its key, and reversed', async () => {
  await registerOrder(service.url, 'w-2', 100);

  const made = await flow.authorizations.putByKey(organization, 'w-auth-1', { body: authorizationForm('w-2') });
  assert.equal(made.status, 201);
  const same = await flow.authorizations.putByKey(organization, 'w-auth-1', { body: authorizationForm('w-2') });
  assert.equal(same.status, 200);
  assert.deepEqual(same.result, made.result);
  const other = await flow.authorizations.putByKey(organization, 'w-auth-1', {
    body: { ...authorizationForm('w-2'), amount: 1 },
  });
  assert.equal(other.status, 422);
  assert.equal(other.result.code, 'duplicate');
  assert.equal(await balance('w-2'), 0);

  assert.equal((await flow.authorizations.deleteByKey(organization, 'w-auth-1')).status, 204);
  assert.equal((await flow.authorizations.deleteByKey(organization, 'w-auth-1')).status, 204);
  const reversed = await flow.authorizations.getByKey(organization, 'w-auth-1');
  assert.equal(reversed.result.result.status, 'reversed');
  assert.equal(await balance('w-2'), 100);
  const late = await flow.captures.post(organization, { body: { authorization_id: made.result.id } });
  assert.equal(late.status, 422);
});

test('a captured authorization cannot be reversed', async () => {
  await registerOrder(service.url, 'w-3', 100);
  await flow.authorizations.putByKey(organization, 'w-auth-2', { body: authorizationForm('w-3') });
  await flow.captures.post(organization, { body: { authorization_id: 'w-auth-2', amount: 10, key: 'w-capture-2' } });
  const rejected = await flow.authorizations.deleteByKey(organization, 'w-auth-2');
  assert.equal(rejected.status, 422);
  assert.ok(rejected.result.messages[0].includes('10.00'));
});

test('refunds and captures have identifiers', async () => {
  await registerOrder(service.url, 'w-4', 100);
  await flow.authorizations.putByKey(organization, 'w-auth-3', { body: authorizationForm('w-4') });
  await flow.captures.post(organization, { body: { authorization_id: 'w-auth-3', key: 'w-capture' } });
  await flow.refunds.post(organization, { body: { order_number: 'w-4', key: 'w-refund', amount: 10 } });
  await settled(flow, 'w-refund');

  for (const [client, key, one] of [[flow.refunds, 'w-refund', 'refund'], [flow.captures, 'w-capture', 'capture']]) {
    const made = await client.putIdentifiersByKeyAndIdentifier(organization, key, 'WH 7 ä', {
      body: { name: 'warehouse', primary: true },
    });
    assert.equal(made.status, 201);
    assert.equal(made.result[one].key, key);
    assert.equal(made.result.identifier, 'WH 7 ä');
    assert.equal(made.result.primary, true);
    const same = await client.putIdentifiersByKeyAndIdentifier(organization, key, 'WH 7 ä', {
      body: { name: 'accounts' },
    });
    assert.equal(same.status, 200);
    const listed = await client.getIdentifiersByKey(organization, key, { params: { sort: '-name' } });
    assert.deepEqual(listed.result, [same.result]);
    const gone = await client.deleteIdentifiersByKeyAndIdentifier(organization, key, 'WH 7 ä');
    assert.equal(gone.status, 204);
    assert.deepEqual((await client.getIdentifiersByKey(organization, key)).result, []);
  }
});
