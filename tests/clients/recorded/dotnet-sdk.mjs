// The wire format of the OrderCloud .NET SDK (0.18), taken from its source (ListOptionsBuilder.cs, FlurlExtensions.cs,
// Models.cs) and its own tests, because its package is not available. A filter is `$"{prefix}{value}"`
// under the culture of the machine; Flurl escapes all but letters, digits and a few marks, and a space as %20.

/** `expression`: as a shop writes it. `query`: as it is sent. `ids`: the matches among the payments in `PAYMENTS`. */
export const FILTERS = [
  { expression: 'p.DateCreated > date (invariant culture)',
    query: 'DateCreated=%3E11%2F26%2F2020%2012%3A15%3A12%20%2B00%3A00', ids: ['card', 'account', 'order'] },
  { expression: 'p.DateCreated > date (en-US)',
    query: 'DateCreated=%3E11%2F26%2F2020%2012%3A15%3A12%20PM%20%2B00%3A00', ids: ['card', 'account', 'order'] },
  { expression: 'p.DateCreated > date (en-US, narrow space of newer ICU)',
    query: 'DateCreated=%3E11%2F26%2F2020%2012%3A15%3A12%E2%80%AFPM%20%2B00%3A00', ids: ['card', 'account', 'order'] },
  { expression: 'p.DateCreated < date', query: 'DateCreated=%3C11%2F26%2F2020%2012%3A15%3A12%20%2B00%3A00', ids: [] },
  { expression: 'p.DateCreated >= date', query: 'DateCreated=%21%3C1%2F2%2F2020%201%3A15%3A12%20AM%20-05%3A00', ids: ['card', 'account', 'order'] },
  { expression: 'p.DateCreated <= date', query: 'DateCreated=%21%3E01%2F02%2F2020%2001%3A15%3A12%20%2B00%3A00', ids: [] },
  { expression: 'p.DateCreated == date', query: 'DateCreated=01%2F02%2F2020%2001%3A15%3A12%20%2B00%3A00', ids: [] },
  { expression: 'p.DateCreated != date', query: 'DateCreated=%2101%2F02%2F2020%2001%3A15%3A12%20%2B00%3A00', ids: ['card', 'account', 'order'] },
  { expression: 'p.DateCreated > a && p.DateCreated < b',
    query: 'DateCreated=%3E01%2F02%2F2020%2001%3A15%3A12%20%2B00%3A00&DateCreated=%3C01%2F02%2F2100%2001%3A15%3A12%20%2B00%3A00',
    ids: ['card', 'account', 'order'] },
  { expression: 'p.CreditCardID == null', query: 'CreditCardID=', ids: ['account', 'order'] },
  { expression: 'p.CreditCardID != null', query: 'CreditCardID=%21', ids: ['card'] },
  { expression: '!(p.CreditCardID == null)', query: 'CreditCardID=%21', ids: ['card'] },
  { expression: 'p.CreditCardID == null || p.CreditCardID == "c-1"', query: 'CreditCardID=%7Cc-1', ids: ['card', 'account', 'order'] },
  { expression: 'p.Type == PaymentType.CreditCard', query: 'Type=1', ids: ['card'] },
  { expression: 'p.Type != PaymentType.CreditCard', query: 'Type=%211', ids: ['account', 'order'] },
  { expression: 'p.Accepted == true', query: 'Accepted=True', ids: ['account', 'order'] },
  { expression: 'p.Amount >= 20m', query: 'Amount=%21%3C20', ids: ['card', 'order'] },
  { expression: 'p.Amount > 0 && p.Amount < 25.5m', query: 'Amount=%3E0&Amount=%3C25.5', ids: ['card', 'account'] },
  { expression: 'p.xp.Gate == "*a" || p.xp.Gate == "*b"', query: 'xp.Gate=%2Aa%7C%2Ab', ids: ['card', 'account'] },
  { expression: 'SortByReverse(p => p.DateCreated).SortBy(p => p.ID)', query: 'sortBy=%21DateCreated%2CID', ids: ['order', 'account', 'card'] },
  { expression: 'SearchFor("gift").SearchOn(p => p.Description)', query: 'search=gift&searchOn=Description', ids: ['account'] },
];

/** New payments: every writable field that is not set is sent as null, and `xp` as an empty object. */
export const PAYMENTS = [
  '{"ID":"card","Type":"CreditCard","CreditCardID":"c-1","SpendingAccountID":null,"Description":null,"Amount":20.0,"Accepted":null,"OrderReturnID":null,"xp":{"Gate":"2a"}}',
  '{"ID":"account","Type":"SpendingAccount","CreditCardID":null,"SpendingAccountID":"s-1","Description":"Gift card","Amount":10.0,"Accepted":null,"OrderReturnID":null,"xp":{"Gate":"1b"}}',
  '{"ID":"order","Type":"PurchaseOrder","CreditCardID":null,"SpendingAccountID":null,"Description":null,"Amount":30.5,"Accepted":null,"OrderReturnID":null,"xp":{}}',
];

/** A new transaction; its time has seven fraction digits. */
export const TRANSACTION =
  '{"ID":"t-1","Type":"CreditCardCapture","DateExecuted":"2026-11-26T12:15:12.1234567+00:00","Currency":null,"Amount":20.0,"Succeeded":true,"ResultCode":"00","ResultMessage":null,"xp":{}}';

/** A patch has only the changed fields. */
export const PATCH = '{"Amount":20.0,"Accepted":true}';

/** The form of a token request, with plain names and escaped values. */
export const TOKEN_FORM = (id, secret) =>
  `grant_type=client_credentials&client_id=${id}&client_secret=${secret}&scope=OrderAdmin%20Shopper%20OrderReader`;
