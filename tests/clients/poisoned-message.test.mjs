// The real Service Bus client for Node.js, beside the service: a message that it sends reaches the function.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ServiceBusClient } from '@azure/service-bus';
import { startService } from './service.mjs';

/** The function receives the message within milliseconds; a busy machine may take longer. */
const RECEIVED_WITHIN_MS = 20_000;

let service;
let client;

before(async () => {
  service = await startService();
  client = new ServiceBusClient(service.serviceBus);
});

after(async () => {
  await client?.close();
  await service?.stop();
});

test('an invalid message is dead-lettered with the reason, which its sender reads back', async () => {
  const sender = client.createSender('refunds');
  await sender.sendMessages({ body: 'no work', messageId: 'poison-1', sessionId: 'demo|af11d2cd4fb6b318dbd5' });

  const receiver = client.createReceiver('refunds', { subQueueType: 'deadLetter' });
  const [letter] = await receiver.receiveMessages(1, { maxWaitTimeInMs: RECEIVED_WITHIN_MS });

  assert.equal(letter.messageId, 'poison-1');
  assert.equal(letter.body, 'no work');
  assert.equal(letter.deadLetterReason, 'NotWork');
  assert.match(letter.deadLetterErrorDescription, /The body is not a work item in JSON/);
  await receiver.completeMessage(letter);
});
