// Pay in OrderCloud, refund in Flow: one ledger behind both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO, flowClient, orderCloudClient, registerOrder, settled } from './clients.mjs';
import { startService } from './service.mjs';

let service;
let flow;
let orderCloud;

before(async () => {
  service = await startService();
  flow = flowClient(service.url);
  orderCloud = await orderCloudClient(service.url);
});

after(() => service?.stop());

async function paidOrder(number) {
  await registerOrder(service.url, number, 100);
  const payment = await orderCloud.Payments.Create('Incoming', number, {
    ID: `pay-${number}`, Type: 'CreditCard', Amount: 100, Accepted: true, CreditCardID: 'card-1',
  });
  for (const [id, amount] of [['one', 60], ['two', 40]]) {
    await orderCloud.Payments.CreateTransaction('Incoming', number, payment.ID, {
      ID: `${number}-${id}`, Type: 'CreditCardCapture', DateExecuted: new Date().toISOString(), Amount: amount,
      Succeeded: true, ResultCode: '00', ResultMessage: 'ok',
    });
  }
  return payment;
}

test('a payment captured twice in OrderCloud is refunded over both captures in Flow', async () => {
  const payment = await paidOrder('c-1001');

  const asked = await flow.refunds.post(DEMO.organization, {
    body: { order_number: 'c-1001', key: 'c-refund-1', amount: 75, currency: 'USD' },
  });
  assert.equal(asked.status, 201);
  assert.equal(asked.result.status, 'pending');

  const refund = await settled(flow, 'c-refund-1');
  assert.equal(refund.status, 'succeeded');
  assert.equal(refund.amount, 75);
  assert.deepEqual(refund.captures.map((share) => share.amount).sort((a, b) => b - a), [60, 15]);
  assert.equal(new Set(refund.captures.map((share) => share.capture.id)).size, 2);

  const { result: summary } = await flow.refunds.getSummaryByOrderNumber(DEMO.organization, 'c-1001');
  assert.equal(summary.captured, 100);
  assert.equal(summary.refunded, 75);

  const shown = await orderCloud.Payments.Get('Incoming', 'c-1001', payment.ID);
  const refunds = shown.Transactions.filter((transaction) => transaction.Type === 'CreditCardRefund');
  assert.equal(refunds.reduce((sum, transaction) => sum + Math.abs(transaction.Amount), 0), 75);
});

test('a refund of more than is left is rejected with the reason', async () => {
  await paidOrder('c-1002');
  const rejected = await flow.refunds.post(DEMO.organization, {
    body: { order_number: 'c-1002', key: 'c-refund-2', amount: 100.01, currency: 'USD' },
  });
  assert.equal(rejected.status, 422);
  assert.equal(rejected.result.decline_code, 'insufficient_funds');
  assert.ok(rejected.result.messages[0].length > 0);
});

test('the same key twice is one refund, and another amount under it is rejected', async () => {
  await paidOrder('c-1003');
  const body = { order_number: 'c-1003', key: 'c-refund-3', amount: 10, currency: 'USD' };
  const first = await flow.refunds.post(DEMO.organization, { body });
  const again = await flow.refunds.post(DEMO.organization, { body });
  assert.equal(again.status, 201);
  assert.equal(again.result.id, first.result.id);
  const other = await flow.refunds.post(DEMO.organization, { body: { ...body, amount: 11 } });
  assert.equal(other.status, 422);

  await settled(flow, 'c-refund-3');
  const { result: summary } = await flow.refunds.getSummaryByOrderNumber(DEMO.organization, 'c-1003');
  assert.equal(summary.refunded, 10);
});

test('OrderCloud lists a payment, and reports an unknown one', async () => {
  await paidOrder('c-1004');
  const list = await orderCloud.Payments.List('Incoming', 'c-1004');
  assert.equal(list.Meta.TotalCount, 1);
  assert.equal(list.Items[0].ID, 'pay-c-1004');
  assert.equal(list.Items[0].Transactions.length, 2);
  await assert.rejects(orderCloud.Payments.Get('Incoming', 'c-1004', 'none'), (error) => {
    assert.equal(error.status, 404);
    assert.equal(error.errorCode, 'NotFound');
    return true;
  });
});

test('Flow pays an order partly by credit, then by card', async () => {
  await registerOrder(service.url, 'c-1005', 120);
  const credit = await flow.creditPayments.post(DEMO.organization, {
    body: { order_number: 'c-1005', description: 'Gift card', amount: 20, max: 20, currency: 'USD' },
  });
  assert.equal(credit.status, 201);
  assert.equal(credit.result.value.amount, 20);
  const authorization = await flow.authorizations.post(DEMO.organization, {
    body: { discriminator: 'merchant_of_record_authorization_form', token: 'tok-visa', order_number: 'c-1005' },
  });
  assert.equal(authorization.status, 201);
  assert.equal(authorization.result.amount, 100);
  const capture = await flow.captures.post(DEMO.organization, {
    body: { authorization_id: authorization.result.id, amount: 30, currency: 'USD' },
  });
  assert.equal(capture.status, 201);
  assert.equal(capture.result.status, 'succeeded');
  const tooMuch = await flow.captures.post(DEMO.organization, {
    body: { authorization_id: authorization.result.id, amount: 70.01, currency: 'USD' },
  });
  assert.equal(tooMuch.status, 422);
  assert.equal(tooMuch.result.decline_code, 'insufficient_funds');
});

test('the service reports that it is ready', async () => {
  assert.equal((await fetch(`${service.url}/health`)).status, 200);
});

test('a key that contains a slash works for the request and the look-up', async () => {
  await paidOrder('c-1006');
  const key = 'refund/of c-1006';
  const asked = await flow.refunds.post(DEMO.organization, { body: { order_number: 'c-1006', key, amount: 1, currency: 'USD' } });
  assert.equal(asked.status, 201);
  const refund = await settled(flow, key);
  assert.equal(refund.id, asked.result.id);
});
