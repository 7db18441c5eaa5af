// Flow's lists and versions of credit payments, refunds, captures and authorizations, through Flow's own client.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO, flowClient, registerOrder, settled } from './clients.mjs';
import { startService } from './service.mjs';

const ORG = DEMO.organization;

let service;
let flow;
const made = { captures: [], refunds: [], credits: [] };

before(async () => {
  service = await startService();
  flow = flowClient(service.url);
  await registerOrder(service.url, 'l-1', 200);
  for (const [key, amount] of [['credit-1', 10], ['credit-2', 20], ['credit-3', 30]]) {
    made.credits.push(await created(flow.creditPayments.post(ORG, {
      body: { order_number: 'l-1', key, description: 'Gift card', amount, max: 50, currency: 'USD' },
    })));
  }
  made.authorization = await created(flow.authorizations.post(ORG, {
    body: {
      discriminator: 'merchant_of_record_authorization_form', token: 'tok-visa', order_number: 'l-1', key: 'auth-1',
    },
  }));
  for (const [key, amount] of [['capture-1', 80], ['capture-2', 60]]) {
    made.captures.push(await created(flow.captures.post(ORG, {
      body: { authorization_id: made.authorization.id, key, amount, currency: 'USD' },
    })));
  }
  for (const [key, selection] of [['refund-1', { order_number: 'l-1', amount: 70 }],
    ['refund-2', { capture_id: made.captures[1].id, amount: 5 }]]) {
    await created(flow.refunds.post(ORG, { body: { key, ...selection } }));
    made.refunds.push(await settled(flow, key));
  }
});

after(() => service?.stop());

async function created(answer) {
  const { status, result } = await answer;
  assert.equal(status, 201, JSON.stringify(result));
  return result;
}

async function listed(answer, field = 'key') {
  const { status, result } = await answer;
  assert.equal(status, 200, JSON.stringify(result));
  return result.map((item) => item[field]);
}

async function rejected(answer, parameter) {
  const { status, result } = await answer;
  assert.equal(status, 422);
  assert.equal(result.code, 'generic_error');
  assert.match(result.messages.join(' '), new RegExp(parameter));
}

/** Checks that the versions of a resource are in order and end with its current state. */
async function replayed(client, filter, field, resource) {
  const { status, result } = await client.getVersions(ORG, { params: filter });
  assert.equal(status, 200, JSON.stringify(result));
  assert.equal(result[0].type, 'insert');
  assert.deepEqual(result.at(-1)[field], resource);
  const times = result.map((version) => version.timestamp);
  assert.deepEqual(times, [...times].sort());
  for (const version of result) {
    assert.match(version.id, /^[1-9][0-9]*$/);
    assert.deepEqual(await listed(client.getVersions(ORG, { params: { id: [version.id] } }), 'id'), [version.id]);
  }
  return result;
}

test('credit payments are listed, filtered, sorted, paged and expanded', async () => {
  const get = (params) => listed(flow.creditPayments.get(ORG, { params }));
  assert.deepEqual(await listed(flow.creditPayments.get(ORG)), ['credit-3', 'credit-2', 'credit-1']);
  assert.deepEqual(await get({ limit: 1, offset: 1 }), ['credit-2']);
  assert.deepEqual(await get({ sort: 'created_at' }), ['credit-1', 'credit-2', 'credit-3']);
  assert.deepEqual(await get({ id: [made.credits[0].id, made.credits[2].id] }), ['credit-3', 'credit-1']);
  assert.deepEqual(await get({ key: ['credit-2', 'none'] }), ['credit-2']);
  assert.deepEqual(await get({ order_number: 'l-1', sort: '-amount', limit: 2 }), ['credit-3', 'credit-2']);
  assert.deepEqual(await get({ order_number: 'none' }), []);
  const { result } = await flow.creditPayments.get(ORG, { params: { expand: ['order'], limit: 1 } });
  assert.equal(result[0].order.discriminator, 'order');
  assert.equal(result[0].order.total.amount, 200);
});

test('refunds are listed by capture and authorization, by id and by key', async () => {
  const get = (params) => listed(flow.refunds.get(ORG, { params }));
  const { result } = await flow.refunds.get(ORG);
  assert.deepEqual(result, [made.refunds[1], made.refunds[0]]);
  assert.deepEqual(await get({ capture_id: made.captures[1].id }), ['refund-2']);
  assert.deepEqual(await get({ capture_key: 'capture-1' }), ['refund-1']);
  assert.deepEqual(await get({ authorization_key: 'auth-1', sort: 'amount' }), ['refund-2', 'refund-1']);
  assert.deepEqual(await get({ authorization_id: made.authorization.id, limit: 1 }), ['refund-2']);
  assert.deepEqual(await get({ id: [made.refunds[0].id] }), ['refund-1']);
  assert.deepEqual(await get({ key: ['refund-1', 'refund-2'] }), ['refund-2', 'refund-1']);
});

test('captures and authorizations are listed', async () => {
  const captures = (params) => listed(flow.captures.get(ORG, { params }));
  const authorizations = (params) => listed(flow.authorizations.get(ORG, { params }));
  assert.deepEqual(await listed(flow.captures.get(ORG)), ['capture-2', 'capture-1']);
  assert.deepEqual(await captures({ authorization_key: 'auth-1', sort: 'created_at' }), ['capture-1', 'capture-2']);
  assert.deepEqual(await captures({ authorization_id: made.authorization.id, key: ['capture-1'] }), ['capture-1']);
  assert.deepEqual(await captures({ id: [made.captures[1].id] }), ['capture-2']);
  assert.deepEqual(await authorizations({}), ['auth-1']);
  assert.deepEqual(await authorizations({ order_number: 'l-1' }), ['auth-1']);
  assert.deepEqual(await authorizations({ key: ['none'] }), []);
});

test('the versions of a resource end with its current state', async () => {
  const [refund, capture, credit] = [made.refunds[0], made.captures[0], made.credits[0]];
  const versions = await replayed(flow.refunds, { refund_id: [refund.id] }, 'refund', refund);
  assert.equal(versions[0].refund.status, 'pending');
  await replayed(flow.captures, { capture_id: [capture.id] }, 'capture', capture);
  await replayed(
    flow.authorizations, { authorization_id: [made.authorization.id] }, 'authorization', made.authorization);
  await replayed(flow.creditPayments, { id: [credit.id] }, 'credit_payment', credit);
  await replayed(flow.creditPayments, { key: ['credit-1'] }, 'credit_payment', credit);
});

test('all versions are paged from either end', async () => {
  for (const client of [flow.creditPayments, flow.refunds, flow.captures, flow.authorizations]) {
    const all = await listed(client.getVersions(ORG), 'id');
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(await listed(client.getVersions(ORG, { params: { sort: '-journal_timestamp' } }), 'id'), all.reverse());
    assert.deepEqual(
      await listed(client.getVersions(ORG, { params: { sort: '-journal_timestamp', limit: 1, offset: 1 } }), 'id'),
      all.slice(1, 2));
  }
});

test('an invalid parameter is named, and another organization is not found', async () => {
  for (const client of [flow.creditPayments, flow.refunds, flow.captures, flow.authorizations]) {
    for (const list of ['get', 'getVersions']) {
      await rejected(client[list](ORG, { params: { limit: 101 } }), 'limit');
      await rejected(client[list](ORG, { params: { offset: -1 } }), 'offset');
      await rejected(client[list](ORG, { params: { sort: 'nonsense' } }), 'sort');
      assert.equal((await client[list]('other')).status, 404);
    }
  }
});
