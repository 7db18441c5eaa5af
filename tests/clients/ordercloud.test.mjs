// Everything in the OrderCloud client's Payments, and the part of its Auth that this service supports.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO, orderCloudClient, registerOrder } from './clients.mjs';
import { startService } from './service.mjs';

let service;
let orderCloud;

before(async () => {
  service = await startService();
  orderCloud = await orderCloudClient(service.url);
});

after(() => service?.stop());

const at = '2026-03-14T09:26:53.500Z';

function rejects(promise, status, errorCode, check = () => {}) {
  return assert.rejects(promise, (error) => {
    assert.equal(error.isOrderCloudError, true);
    assert.equal(error.status, status);
    assert.equal(error.errorCode, errorCode);
    check(error);
    return true;
  });
}

/** The client does not turn a rejection of its Auth calls into an error of its own, but passes on the response. */
function rejectsToken(promise, errorCode) {
  return assert.rejects(promise, ({ response }) => {
    assert.equal(response.status, 400);
    assert.equal(response.data.Errors[0].ErrorCode, errorCode);
    assert.ok(response.data.error_description.length > 0);
    return true;
  });
}

test('a payment is created with all of its fields, and read back unchanged', async () => {
  await registerOrder(service.url, 'oc-1', 100);
  const sent = {
    ID: 'pay_1-A', Type: 'CreditCard', CreditCardID: 'card-1', Description: 'Visa …0019', Amount: 60.5, Accepted: true,
    xp: { risk: { score: 3 } },
  };
  const created = await orderCloud.Payments.Create('Outgoing', 'oc-1', sent);
  const { DateCreated, ...fields } = created;
  assert.ok(!Number.isNaN(Date.parse(DateCreated)));
  assert.deepEqual(fields, { ...fields, ...sent, SpendingAccountID: null, Transactions: [] });
  for (const direction of ['Incoming', 'Outgoing', 'All']) {
    assert.deepEqual(await orderCloud.Payments.Get(direction, 'oc-1', 'pay_1-A'), created);
  }
});

test('a payment without an ID gets one, and needs no amount', async () => {
  await registerOrder(service.url, 'oc-2', 100);
  const created = await orderCloud.Payments.Create('Outgoing', 'oc-2', { Type: 'PurchaseOrder' });
  assert.match(created.ID, /^[\w-]{22}$/);
  assert.equal(created.Amount, null);
  assert.equal(created.Accepted, true);
});

test('payments are listed by page, order, search and filter', async () => {
  await registerOrder(service.url, 'oc-3', 1000);
  for (let number = 1; number <= 5; number++) {
    await orderCloud.Payments.Create('Incoming', 'oc-3', {
      ID: `p-${number}`, Type: number % 2 ? 'CreditCard' : 'PurchaseOrder', Amount: number * 10,
      Description: `part ${number}`, xp: { number, team: number < 3 ? 'red' : 'blue' },
    });
  }
  const ids = async (options) => (await orderCloud.Payments.List('Incoming', 'oc-3', options)).Items.map(({ ID }) => ID);

  assert.deepEqual((await orderCloud.Payments.List('Incoming', 'oc-3', { page: 2, pageSize: 2, sortBy: ['ID'] })).Meta, {
    Page: 2, PageSize: 2, TotalCount: 5, TotalPages: 3, ItemRange: [3, 4], NextPageKey: null,
  });
  assert.deepEqual(await ids({ sortBy: ['!ID'], pageSize: 2 }), ['p-5', 'p-4']);
  assert.deepEqual(await ids({ sortBy: ['Type', '!ID'] }), ['p-5', 'p-3', 'p-1', 'p-4', 'p-2']);
  assert.deepEqual(await ids({ search: 'part 3', searchOn: ['Description'] }), ['p-3']);
  assert.deepEqual(await ids({ filters: { Amount: '>30' }, sortBy: ['ID'] }), ['p-4', 'p-5']);
  assert.deepEqual(await ids({ filters: { ID: 'p-1|p-5' }, sortBy: ['ID'] }), ['p-1', 'p-5']);
  assert.deepEqual(await ids({ filters: { Type: '!CreditCard' }, sortBy: ['ID'] }), ['p-2', 'p-4']);
  assert.deepEqual(await ids({ filters: { Description: '*5' } }), ['p-5']);
  assert.deepEqual(await ids({ filters: { xp: { team: 'red' } }, sortBy: ['ID'] }), ['p-1', 'p-2']);
  assert.deepEqual(await ids({ filters: { 'xp.number': '<=2' }, sortBy: ['ID'] }), ['p-1', 'p-2']);
  await rejects(orderCloud.Payments.List('Incoming', 'oc-3', { pageSize: 101 }), 400, 'List.InvalidPageSize');
  await rejects(orderCloud.Payments.List('Incoming', 'oc-3', { sortBy: ['Amount'] }), 400, 'List.InvalidSortProperty');
  await rejects(
    orderCloud.Payments.List('Incoming', 'oc-3', { search: 'x', searchOn: ['Type'] }), 400, 'List.InvalidSearchProperty');
});

test('a patch changes only the fields that are sent, and merges xp', async () => {
  await registerOrder(service.url, 'oc-4', 100);
  await orderCloud.Payments.Create('Incoming', 'oc-4', {
    ID: 'p-1', Type: 'CreditCard', Amount: 60, Description: 'before', xp: { kept: 1, changed: 1 },
  });
  const changed = await orderCloud.Payments.Patch('Incoming', 'oc-4', 'p-1', { Amount: 70, Accepted: true, xp: { changed: 2 } });
  assert.equal(changed.Amount, 70);
  assert.equal(changed.Accepted, true);
  assert.equal(changed.Description, 'before');
  assert.deepEqual(changed.xp, { kept: 1, changed: 2 });
  assert.deepEqual(await orderCloud.Payments.Get('All', 'oc-4', 'p-1'), changed);
});

test('a transaction returns the whole payment, and can be deleted while no later change depends on it', async () => {
  await registerOrder(service.url, 'oc-5', 100);
  await orderCloud.Payments.Create('Incoming', 'oc-5', { ID: 'p-1', Type: 'CreditCard', Amount: 100 });
  const sent = {
    ID: 't-1', Type: 'CreditCardCapture', DateExecuted: at, Amount: 40, Currency: 'USD', Succeeded: true,
    ResultCode: '00', ResultMessage: 'ok', xp: { batch: 7 },
  };
  const payment = await orderCloud.Payments.CreateTransaction('Incoming', 'oc-5', 'p-1', sent);
  assert.equal(payment.ID, 'p-1');
  assert.deepEqual(payment.Transactions, [{ ...sent, DateExecuted: '2026-03-14T09:26:53.5+00:00' }]);

  await orderCloud.Payments.CreateTransaction('Incoming', 'oc-5', 'p-1', {
    ID: 't-2', Type: 'CreditCardRefund', DateExecuted: at, Amount: -10, Succeeded: true,
  });
  await rejects(orderCloud.Payments.DeleteTransaction('Incoming', 'oc-5', 'p-1', 't-1'), 400, 'Payment.FundsMoved');
  await rejects(orderCloud.Payments.Delete('Incoming', 'oc-5', 'p-1'), 400, 'Payment.FundsMoved');

  await orderCloud.Payments.CreateTransaction('Incoming', 'oc-5', 'p-1', {
    ID: 't-3', Type: 'Note', DateExecuted: at, Succeeded: false,
  });
  assert.equal(await orderCloud.Payments.DeleteTransaction('Incoming', 'oc-5', 'p-1', 't-3'), '');
  const left = await orderCloud.Payments.Get('Incoming', 'oc-5', 'p-1');
  assert.deepEqual(left.Transactions.map(({ ID }) => ID), ['t-1', 't-2']);
});

test('a payment is deleted, and is gone', async () => {
  await registerOrder(service.url, 'oc-6', 100);
  await orderCloud.Payments.Create('Incoming', 'oc-6', { ID: 'p-1', Type: 'PurchaseOrder', Amount: 100 });
  assert.equal(await orderCloud.Payments.Delete('Incoming', 'oc-6', 'p-1'), '');
  await rejects(orderCloud.Payments.Get('Incoming', 'oc-6', 'p-1'), 404, 'NotFound', (error) => {
    assert.deepEqual(error.errors[0].Data, { ObjectType: 'Payment', ObjectID: 'p-1' });
  });
  assert.equal((await orderCloud.Payments.List('Incoming', 'oc-6')).Meta.TotalCount, 0);
});

test('a rejection is an error with a status, a code and a message', async () => {
  await registerOrder(service.url, 'oc-7', 100);
  const create = (payment) => orderCloud.Payments.Create('Incoming', 'oc-7', payment);
  await create({ ID: 'p-1', Type: 'PurchaseOrder', Amount: 50 });
  await rejects(create({ ID: 'p-1', Type: 'PurchaseOrder', Amount: 10 }), 409, 'IdExists');
  await rejects(create({ ID: 'a b', Type: 'PurchaseOrder', Amount: 10 }), 400, 'ValidationFailure');
  await rejects(create({ Type: 'Cheque', Amount: 10 }), 400, 'ValidationFailure');
  await rejects(create({ Type: 'PurchaseOrder', Amount: 0 }), 400, 'Payment.AmountGreaterThanZero');
  await rejects(create({ Type: 'PurchaseOrder', Amount: 50.01 }), 400, 'Payment.ExceedsOrderTotal');
  await rejects(create({ Type: 'SpendingAccount', Amount: 1 }), 400, 'Payment.SpendingAccountIdMissing');
  await rejects(orderCloud.Payments.Get('Incoming', 'nowhere', 'p-1'), 404, 'NotFound');
});

test('a client with a secret gets a token with the requested roles', async () => {
  const { Auth, Payments } = orderCloud;
  await registerOrder(service.url, 'oc-8', 100);
  const token = await Auth.ClientCredentials(DEMO.orderCloudSecret, DEMO.orderCloudClient, ['OrderReader']);
  assert.equal(token.token_type, 'bearer');
  assert.ok(token.expires_in > 3600);
  const reader = { accessToken: token.access_token };
  assert.equal((await Payments.List('All', 'oc-8', {}, reader)).Meta.TotalCount, 0);
  await rejects(
    Payments.Create('All', 'oc-8', { Type: 'PurchaseOrder' }, reader), 403, 'Auth.InsufficientRoles',
    (error) => assert.deepEqual(error.errors[0].Data.AssignedRoles, ['OrderReader']));
  const forged = { accessToken: `${token.access_token.split('.').slice(0, 2).join('.')}.${'A'.repeat(43)}` };
  await rejects(Payments.List('All', 'oc-8', {}, forged), 401, 'InvalidToken');

  await rejectsToken(Auth.ClientCredentials('wrong', DEMO.orderCloudClient, ['Shopper']), 'ApiClient.InvalidClientID');
  await rejectsToken(Auth.Anonymous(DEMO.orderCloudClient, ['Shopper']), 'Auth.OauthError');
  await rejectsToken(Auth.Login('name', 'word', DEMO.orderCloudClient, ['Shopper']), 'Auth.OauthError');
  await rejectsToken(Auth.ElevatedLogin('secret', 'name', 'word', DEMO.orderCloudClient), 'Auth.OauthError');
  await rejectsToken(Auth.RefreshToken('none', DEMO.orderCloudClient), 'Auth.OauthError');
});

test('a call with an impersonation token uses that token', async () => {
  await registerOrder(service.url, 'oc-9', 100);
  const token = await orderCloud.Auth.ClientCredentials(DEMO.orderCloudSecret, DEMO.orderCloudClient, ['OrderReader']);
  orderCloud.Tokens.SetImpersonationToken(token.access_token);
  assert.equal((await orderCloud.Payments.As().List('All', 'oc-9')).Meta.TotalCount, 0);
  await rejects(orderCloud.Payments.As().Create('All', 'oc-9', { Type: 'PurchaseOrder' }), 403, 'Auth.InsufficientRoles');
  await orderCloud.Payments.Create('All', 'oc-9', { Type: 'PurchaseOrder' });
});

test('a payment posted twice under one Idempotency-Key is one payment', async () => {
  await registerOrder(service.url, 'oc-10', 100);
  const post = (key, body) => fetch(`${service.url}/v1/orders/Incoming/oc-10/payments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${orderCloud.Tokens.GetAccessToken()}`, 'content-type': 'application/json', 'idempotency-key': key,
    },
    body: JSON.stringify(body),
  });
  const first = await post('k-1', { Type: 'PurchaseOrder', Amount: 10 });
  const again = await post('k-1', { Type: 'PurchaseOrder', Amount: 10 });
  assert.deepEqual([first.status, again.status], [201, 201]);
  assert.deepEqual([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')], [null, 'true']);
  assert.equal(again.headers.get('location'), first.headers.get('location'));
  assert.equal(await again.text(), await first.text());
  assert.equal((await post('k-1', { Type: 'PurchaseOrder', Amount: 11 })).status, 422);
  assert.equal((await orderCloud.Payments.List('All', 'oc-10')).Meta.TotalCount, 1);
});
