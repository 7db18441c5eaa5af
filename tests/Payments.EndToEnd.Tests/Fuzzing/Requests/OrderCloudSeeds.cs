namespace Payments.EndToEnd.Tests.Fuzzing.Requests;

/// <summary>OrderCloud's operations (ordercloud-payments.md).</summary>
internal static class OrderCloudSeeds
{
    private const string Payment =
        """
        {"Accepted":true,"Amount":{amount},"CreditCardID":"card-1","Description":"by card {tag}","ID":"{tag}",
        "Type":"CreditCard","xp":{"gift":{"from":["Ada","{tag}"]},"n":1.5}}
        """;

    private const string PurchaseOrder =
        """
        {"Accepted":false,"Amount":{amount},"Description":"","ID":"{tag}","Type":"PurchaseOrder",
        "xp":{"po":"{tag}"}}
        """;

    private const string Transaction =
        """
        {"ID":"{tag}","Type":"CreditCardAuthorization","Amount":{amount},"Currency":"USD","Succeeded":true,
        "DateExecuted":"2026-03-05T08:09:10+00:00","ResultCode":"00","ResultMessage":"ok {tag}","xp":{"a":"{tag}"}}
        """;

    private const string PaymentAddress = "paymentID={payment}";

    private static readonly string[] Order = ["direction=Incoming", "orderID={order}"];

    private static readonly string[] Query =
    [
        "page=1", "pageSize=20", "page=2", "search=card", "searchOn=Description", "sortBy=!Amount,DateCreated",
        "sortBy=ID", "Amount=>1", "Amount=<=100", "Type=CreditCard|PurchaseOrder", "Accepted=true", "ID={payment}",
        "xp.gift.from=*da*", "xp.n=1.5", "Description=!*x*y*", "DateCreated=>2026-01-01T00:00:00", "xp.a.b.c=*",
        "CreditCardID=card%5C-1", "Description=",
    ];

    public static IEnumerable<Seed> All => [.. Payments, .. Transactions, .. Orders, .. Tokens];

    private static IEnumerable<Seed> Payments =>
    [
        new("OrderCloudListPayments", Order) { Query = Query },
        new("OrderCloudListPayments", "direction=all", "orderID={order}") { Query = Query },
        new("OrderCloudGetPayment", [.. Order, PaymentAddress]),
        new("OrderCloudCreatePayment", Order) { Body = Payment },
        new("OrderCloudCreatePayment", Order) { Body = PurchaseOrder },
        new("OrderCloudPatchPayment", [.. Order, PaymentAddress])
        {
            Body = """{"Description":"changed by {tag}","xp":{"note":"{tag}"}}""",
        },
        new("OrderCloudPatchPayment", [.. Order, PaymentAddress]) { Body = """{"Amount":{amount}}""" },
        new("OrderCloudDeletePayment", [.. Order, "paymentID={unpaid}"]),
        new("OrderCloudDeletePayment", [.. Order, "paymentID={past}"]),
    ];

    private static IEnumerable<Seed> Transactions =>
    [
        new("OrderCloudCreateTransaction", [.. Order, PaymentAddress]) { Body = Transaction },
        new("OrderCloudDeleteTransaction", [.. Order, PaymentAddress, "transactionID={transaction}"]),
        new("OrderCloudDeleteTransaction", [.. Order, PaymentAddress, "transactionID={past}"]),
    ];

    private static IEnumerable<Seed> Orders =>
    [
        new("OrderCloudGetOrder", Order),
        new("OrderCloudPutOrder", "direction=Outgoing", "orderID={tag}")
        {
            Body = """{"Currency":"USD","Total":{amount},"ShippingCost":1.00,"Comments":"leave at the door"}""",
            Required = ["Currency", "Total"],
        },
    ];

    private static IEnumerable<Seed> Tokens =>
    [
        new("OrderCloudToken")
        {
            Form = "grant_type=client_credentials&client_id={client}&client_secret={secret}&scope=OrderAdmin+Shopper",
        },
        new("OrderCloudToken")
        {
            Form = "grant_type=password&client_id={client}&username=ada&password=secret&scope=FullAccess",
        },
        new("OrderCloudTokenKey", "kid={kid}"),
    ];
}
