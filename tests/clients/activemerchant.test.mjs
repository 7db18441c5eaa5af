// The requests of ActiveMerchant's Commerce Hub gateway (commerce_hub.rb): its headers, its signature and its bodies.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startService } from './service.mjs';

const KEY = 'demo-commercehub-key';
const SECRET = 'demo-commercehub-secret';

let service;
let ids = 1_000_000;

before(async () => { service = await startService(); });

after(() => service?.stop());

/** ActiveMerchant's commit and headers: an id of seven digits, its odd Accept-Language, a signature over the sent body. */
function commit(path, parameters, clientRequestId = String(ids++)) {
  const body = JSON.stringify({ ...parameters, merchantDetails: { terminalId: '10000001', merchantId: '100008000003683' } });
  const time = String(Date.now());
  const signature = createHmac('sha256', SECRET).update(KEY + clientRequestId + time + body).digest('base64');
  return fetch(`${service.url}/ch${path}`, {
    method: 'POST',
    headers: {
      'Client-Request-Id': clientRequestId, 'Api-Key': KEY, Timestamp: time, 'Accept-Language': 'application/json',
      'Auth-Token-Type': 'HMAC', 'Content-Type': 'application/json', Accept: 'application/json', Authorization: signature,
    },
    body,
  });
}

/** ActiveMerchant's add_invoice, add_transaction_interaction and add_payment. */
const credit = (total, source) => ({
  amount: { total, currency: 'USD' },
  transactionInteraction: {
    origin: 'ECOM', eciIndicator: 'CHANNEL_ENCRYPTED', posConditionCode: 'CARD_NOT_PRESENT_ECOM', posEntryMode: 'MANUAL',
    additionalPosInformation: { dataEntrySource: 'UNSPECIFIED' },
  },
  source,
});

const card = (year = '2035') => ({
  sourceType: 'PaymentCard',
  card: {
    cardData: '4005550000000019', expirationMonth: '02', expirationYear: year, securityCode: '123',
    securityCodeIndicator: 'PROVIDED',
  },
});

/** ActiveMerchant's success_from. */
const succeeded = (response) => response.paymentReceipt?.processorResponseDetails?.responseCode === '000';

test('a credit to a card is an open refund', async () => {
  const answer = await commit('/payments/v1/refunds', credit(12.04, card()));
  const response = await answer.json();
  assert.equal(answer.status, 201, JSON.stringify(response));
  assert.ok(succeeded(response));
  assert.equal(response.gatewayResponse.transactionType, 'REFUND');
  assert.equal(response.paymentReceipt.approvedAmount.total, 12.04);
  assert.match(response.gatewayResponse.transactionProcessingDetails.transactionId, /^[0-9a-f]{32}$/);
});

test('a credit to a stored card is an open refund too', async () => {
  const answer = await commit('/payments/v1/refunds', credit(5, {
    sourceType: 'PaymentToken', tokenData: '9000111122223333', tokenSource: 'TRANSARMOR',
  }));
  assert.equal(answer.status, 201);
  assert.ok(succeeded(await answer.json()));
});

test('declines are reported with the codes of their reason', async () => {
  for (const [total, source, code, hostCode] of [[5008, card(), '008', '51'], [1, card('2020'), '032', '54']]) {
    const answer = await commit('/payments/v1/refunds', credit(total, source));
    const response = await answer.json();
    assert.equal(answer.status, 201);
    assert.ok(!succeeded(response));
    assert.equal(response.gatewayResponse.transactionState, 'DECLINED');
    const { responseCode, hostResponseCode } = response.paymentReceipt.processorResponseDetails;
    assert.deepEqual([responseCode, hostResponseCode], [code, hostCode]);
  }
});

test('a refund of a charge is rejected with a status that the gateway class reads, and sends nothing', async () => {
  const answer = await commit('/payments/v1/refunds', {
    amount: { total: 10, currency: 'USD' },
    transactionDetails: { physicalGoodsIndicator: false, merchantInvoiceNumber: '995952121195' },
    referenceTransactionDetails: { referenceTransactionId: '84356531338', referenceTransactionType: 'CHARGES' },
  });
  const response = await answer.json();
  assert.equal(answer.status, 400);
  assert.ok(response.error.some(({ code, field }) => code === '764' && field === 'referenceTransactionDetails'));
});

test('a repeated request gets the same response, and another one under the same id is rejected', async () => {
  const first = await commit('/payments/v1/refunds', credit(7.5, card()), '7654321');
  const again = await commit('/payments/v1/refunds', credit(7.5, card()), '7654321');
  assert.deepEqual([first.status, again.status], [201, 201]);
  assert.equal(await again.text(), await first.text());
  const other = await commit('/payments/v1/refunds', credit(8, card()), '7654321');
  assert.equal((await other.json()).error[0].code, '757');
});
