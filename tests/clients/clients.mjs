// The two public clients, connected to the service: a storefront changes only the base address and the credentials.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The credentials of local.settings.sample.json. */
export const DEMO = {
  organization: 'demo',
  flowToken: 'demo-flow-token',
  orderCloudClient: 'demo-ordercloud-client',
  orderCloudSecret: 'demo-ordercloud-secret',
};

/** Flow's Node client; each call resolves to `{ ok, status, result }`. */
export function flowClient(url, token = DEMO.flowToken) {
  const createClient = require('@flowio/node-sdk').default;
  return createClient({ host: url, auth: `${token}:` });
}

/** OrderCloud's JavaScript client, with a token for the given roles; calls resolve to the resource or throw. */
export async function orderCloudClient(url, roles = ['OrderAdmin', 'Shopper', 'OrderReader']) {
  const OrderCloud = require('ordercloud-javascript-sdk');
  OrderCloud.Configuration.Set({ baseApiUrl: url, apiVersion: 'v1', timeoutInMilliseconds: 20_000 });
  const token = await OrderCloud.Auth.ClientCredentials(DEMO.orderCloudSecret, DEMO.orderCloudClient, roles);
  OrderCloud.Tokens.SetAccessToken(token.access_token);
  return OrderCloud;
}

/** Registers an order, for which the clients of the two APIs have no operation. */
export async function registerOrder(url, number, total, currency = 'USD') {
  const response = await fetch(`${url}/${DEMO.organization}/orders/${number}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${DEMO.flowToken}:`).toString('base64')}`,
    },
    body: JSON.stringify({ currency, total }),
  });
  if (response.status !== 201) throw new Error(`the order was not registered: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Reads a refund until it has a final state. */
export async function settled(flow, key, withinMs = 20_000) {
  const until = Date.now() + withinMs;
  for (;;) {
    const { result } = await flow.refunds.getByKey(DEMO.organization, key);
    if (result.status !== 'pending') return result;
    if (Date.now() > until) throw new Error(`refund ${key} is still pending after ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
