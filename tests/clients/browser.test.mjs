// The clients in a browser: OrderCloud's JavaScript client in its browser build, Flow and Commerce Hub with fetch.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openShop } from './browser.mjs';
import { DEMO, registerOrder } from './clients.mjs';
import { startService } from './service.mjs';

let service;
let shop;
let page;

before(async () => {
  service = await startService();
  shop = await openShop();
  page = await shop.open('localhost');
});

after(async () => {
  await shop?.close();
  await service?.stop();
});

test('OrderCloud’s JavaScript client pays an order from a page', async () => {
  const paid = await page.evaluate(async ({ url, demo }) => {
    const { Auth, Configuration, Orders, Payments, Tokens } = globalThis.OrderCloud;
    Configuration.Set({ baseApiUrl: url, apiVersion: 'v1' });
    const token = await Auth.ClientCredentials(demo.orderCloudSecret, demo.orderCloudClient, ['OrderAdmin', 'OrderReader']);
    Tokens.SetAccessToken(token.access_token);
    await Orders.Save('Incoming', 'b-1', { Currency: 'USD', Total: 100 });
    await Payments.Create('Incoming', 'b-1', { ID: 'p-1', Type: 'CreditCard', Amount: 100 });
    await Payments.Patch('Incoming', 'b-1', 'p-1', { Accepted: true });
    await Payments.CreateTransaction('Incoming', 'b-1', 'p-1', {
      ID: 't-1', Type: 'CreditCardCapture', DateExecuted: new Date().toISOString(), Amount: 60, Succeeded: true,
    });
    const rejected = await Payments.Delete('Incoming', 'b-1', 'p-1').catch((error) => ({ status: error.status, code: error.errorCode }));
    await Payments.Create('Incoming', 'b-1', { ID: 'p-2', Type: 'PurchaseOrder' }).catch(() => undefined);
    return { list: await Payments.List('Incoming', 'b-1', { filters: { ID: 'p-1' } }), rejected };
  }, { url: service.url, demo: DEMO });

  assert.deepEqual(paid.list.Items.map(({ ID, Accepted }) => [ID, Accepted]), [['p-1', true]]);
  assert.equal(paid.list.Items[0].Transactions[0].Amount, 60);
  assert.deepEqual(paid.rejected, { status: 400, code: 'Payment.FundsMoved' });
});

/** The part of a response that fetch shows to a page, or the error if it shows nothing. */
function ask(from, path, init) {
  return from.evaluate(async ([address, options]) => {
    try {
      const response = await fetch(address, options);
      const headers = Object.fromEntries(response.headers);
      return { status: response.status, headers, text: await response.text() };
    } catch (error) {
      return { error: error.name };
    }
  }, [`${service.url}${path}`, init]);
}

const flow = (method, body) => ({
  method,
  headers: { authorization: `Bearer ${DEMO.flowToken}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
  body: body && JSON.stringify(body),
});

test('a page reads Flow’s responses, including errors and their headers', async () => {
  const put = await ask(page, '/demo/orders/b-2', flow('PUT', { currency: 'USD', total: 100 }));
  assert.equal(put.status, 201);
  const form = flow('POST', { order_number: 'b-2', description: 'Gift card', amount: 10, max: 50, currency: 'USD', key: 'b/2' });
  const credited = await ask(page, '/demo/credit/payments', form);
  assert.equal(credited.status, 201);
  const again = await ask(page, '/demo/credit/payments', form);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal((await ask(page, '/demo/credit/payments/b%2F2', flow('DELETE'))).status, 204);
  assert.equal((await ask(page, '/demo/credit/payments/b%2F2', flow('GET'))).status, 404);
  assert.equal((await ask(page, '/demo/orders/b-2', flow('PUT', { total: 1 }))).status, 422);
  const stranger = await ask(page, '/demo/orders/b-2', { headers: { authorization: 'Bearer wrong' } });
  assert.equal(stranger.status, 401);
  assert.match(stranger.headers['www-authenticate'], /Basic/);
});

test('a signed Commerce Hub request passes the preflight with its own headers', async () => {
  const body = JSON.stringify({
    amount: { total: 5, currency: 'USD' },
    source: { sourceType: 'PaymentCard', card: { cardData: '4005550000000019', expirationMonth: '02', expirationYear: '2035' } },
  });
  const [key, id, time] = ['demo-commercehub-key', '2222222', String(Date.now())];
  const signature = createHmac('sha256', 'demo-commercehub-secret').update(key + id + time + body).digest('base64');
  const answer = await ask(page, '/ch/payments/v1/refunds', {
    method: 'POST',
    headers: {
      'Api-Key': key, 'Client-Request-Id': id, Timestamp: time, 'Auth-Token-Type': 'HMAC', Authorization: signature,
      'Content-Type': 'application/json',
    },
    body,
  });
  assert.equal(answer.status, 201, answer.text);
  assert.match(answer.headers.apitraceid, /^[0-9a-f]{32}$/);
});

test('a page of an origin that is not allowed can send nothing that needs a preflight, and read nothing', async () => {
  await registerOrder(service.url, 'b-3', 100);
  const stranger = await shop.open('shop.example');

  const put = await ask(stranger, '/demo/orders/b-3', flow('PUT', { currency: 'USD', total: 1 }));
  const read = await ask(stranger, '/health');

  assert.deepEqual([put, read], [{ error: 'TypeError' }, { error: 'TypeError' }]);
  assert.ok(shop.said.some((line) => line.includes('CORS policy')));
  const order = await ask(page, '/demo/orders/b-3', flow('GET'));
  assert.equal(JSON.parse(order.text).total, 100);
});
