// Only OrderCloud's JavaScript client: the order is registered, paid and read without another API.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { orderCloudClient } from './clients.mjs';
import { startService } from './service.mjs';

let service;
let orderCloud;

before(async () => {
  service = await startService();
  orderCloud = await orderCloudClient(service.url);
});

after(() => service?.stop());

test('an order is saved, read, changed and paid', async () => {
  const { Orders, Payments } = orderCloud;
  const saved = await Orders.Save('Incoming', 'oo-1', { ID: 'oo-1', Currency: 'USD', Total: 100.5, ShippingCost: 7.5 });
  assert.deepEqual(saved, { ID: 'oo-1', Currency: 'USD', Total: 100.5, ShippingCost: 7.5 });
  assert.deepEqual(await Orders.Get('All', 'oo-1'), saved);

  const changed = await Orders.Save('Incoming', 'oo-1', { Total: 0.1 + 0.2, Comments: 'not kept here' });
  assert.deepEqual(changed, { ID: 'oo-1', Currency: 'USD', Total: 0.3, ShippingCost: 0 });
  const payment = await Payments.Create('Incoming', 'oo-1', { Type: 'PurchaseOrder' });
  assert.equal(payment.Currency, 'USD');
});

test('an invalid order is an error that names the field', async () => {
  await assert.rejects(orderCloud.Orders.Save('Incoming', 'oo-2', { Total: 1 }), (error) => {
    assert.equal(error.status, 400);
    assert.equal(error.errorCode, 'ValidationFailure');
    assert.equal(error.errors[0].Data.Field, 'Currency');
    return true;
  });
  await assert.rejects(orderCloud.Orders.Get('Incoming', 'oo-2'), (error) => {
    assert.deepEqual(error.errors[0].Data, { ObjectType: 'Order', ObjectID: 'oo-2' });
    return error.status === 404;
  });
});
