using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Payments.Benchmarks.Flat;
using Payments.Benchmarks.Services;
using Payments.Dialects.CommerceHub;
using Payments.Dialects.CommerceHub.Credits;
using Payments.Dialects.Flow;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Refunds;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Benchmarks.Core;

/// <summary>Reading the body of a request, and writing that of its response, in each of the three APIs.</summary>
public class DialectBenchmarks
{
    private readonly byte[] _flowBody =
        """{"order_number":"o-000001","key":"r-1","amount":75.00,"currency":"USD","attributes":{"a":"b"}}"""u8.ToArray();

    private static readonly byte[] OrderCloudBody =
        """{"ID":"p-1","Type":"PurchaseOrder","Amount":75.00,"Description":"Invoice 7","Accepted":true}"""u8.ToArray();

    private static readonly byte[] HubBody = Encoding.UTF8.GetBytes(
        """
        {"amount":{"total":12.04,"currency":"USD"},
        "source":{"sourceType":"PaymentCard","card":{"cardData":"4005550000000019","expirationMonth":"02",
        "expirationYear":"2035"}},"transactionDetails":{"captureFlag":true,"merchantOrderId":"o-1"},
        "merchantDetails":{"merchantId":"100008000003683","terminalId":"10000001"}}
        """);

    private readonly IdSource _ids = new();
    private HubCall _hubCall = null!;
    private RefundView _refund = null!;
    private Payment _payment = null!;
    private Credit _credit = null!;

    [GlobalSetup]
    public void Prepare() => PrepareAsync().GetAwaiter().GetResult();

    [Benchmark(Description = "Flow: read a refund")]
    public object ReadFlow() => RefundForm.Read(FlowForm.Read(_flowBody));

    [Benchmark(Description = "Flow: write a refund")]
    public object WriteFlow() => FlowJson.Answer(201, RefundModel.From(_refund));

    [Benchmark(Description = "OrderCloud: read a payment")]
    public object ReadOrderCloud() => PaymentReader.Read(
        OrderCloudForm.Read(OrderCloudBody), Shop.Dollars(1).Currency, true, _ids, _refund.Refund.CreatedAt)!;

    [Benchmark(Description = "OrderCloud: write a payment")]
    public object WriteOrderCloud() => OrderCloudResponses.Json(
        201, OrderCloudPaymentView.Create(_payment, Shop.Dollars(1).Currency));

    [Benchmark(Description = "Commerce Hub: read a credit")]
    public object ReadHub() => CreditReader.TryRead(
        _hubCall, CreditKind.Credit, new CreditRules(true, true), out var credit, out var rejection)
        ? credit
        : throw new InvalidOperationException($"{rejection}");

    [Benchmark(Description = "Commerce Hub: write a credit")]
    public object WriteHub() => HubResponses.Create(
        201, CreditWriter.WriteCreated(_credit, CreditKind.Credit, _hubCall.Merchant), "trace");

    private async Task PrepareAsync()
    {
        await using var service = await GrowingService.StartAsync();
        var organization = await service.Services.GetRequiredService<IOrganizations>()
            .GetAsync(Shop.Organization, CancellationToken.None);
        var headers = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
        _hubCall = new HubCall(
            new WireRequest("POST", new Uri("https://payments.example/payments/v1/credits"), headers, HubBody),
            new Principal(organization, CredentialId.From("commercehub/demo"), Scopes.All),
            new Merchant("Demo Shop", City: "Atlanta"),
            "request-1");
        _refund = RefundViews.ForNew((await LargeOrder.CreateAsync(1)).Refund);
        _payment = (Payment)ReadOrderCloud();
        var given = await service.Services.GetRequiredService<CreditHandler>()
            .GiveAsync(Shop.Organization, (CreditRequest)ReadHub(), CancellationToken.None);
        _credit = ((Answer<Credit>.Accepted)given).Result;
    }

    private sealed class IdSource : IIdSource
    {
        public Guid NextId() => Guid.CreateVersion7();
    }
}
