// A shop's client, made from the documents alone: types by openapi-typescript, requests by openapi-fetch.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/flow.js';

type Refund = components['schemas']['Refund'];

const params = { path: { organization: 'demo' } };

/** Pays an order in two captures, refunds over both, and reads the refund until it has ended. */
export async function playStory(baseUrl: string, token: string, order: string): Promise<Refund> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  const registered = await client.PUT('/{organization}/orders/{number}', {
    params: { path: { organization: 'demo', number: order } },
    body: { currency: 'USD', total: 100 },
  });
  if (registered.data?.balance !== 100) throw new Error(`not registered: ${JSON.stringify(registered.error)}`);

  const authorized = await client.POST('/{organization}/authorizations', {
    params,
    body: { discriminator: 'merchant_of_record_authorization_form', token: 'tok-visa', order_number: order },
  });
  if (!authorized.data) throw new Error(JSON.stringify(authorized.error));
  for (const amount of [60, 40]) {
    const captured = await client.POST('/{organization}/captures', {
      params,
      body: { authorization_id: authorized.data.id, amount },
    });
    if (captured.data?.status !== 'succeeded') throw new Error(JSON.stringify(captured));
  }

  const asked = await client.POST('/{organization}/refunds', {
    params: { ...params, header: { 'Idempotency-Key': `${order}-refund` } },
    body: { order_number: order, key: `${order}-refund`, amount: 75 },
  });
  if (!asked.data) throw new Error(JSON.stringify(asked.error));
  for (let tries = 0; tries < 400; tries++) {
    const shown = await client.GET('/{organization}/refunds/{key}', {
      params: { path: { organization: 'demo', key: asked.data.key } },
    });
    if (!shown.data) throw new Error(`status ${shown.response.status}`);
    if (shown.data.status !== 'pending') return shown.data;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the refund is still pending');
}
