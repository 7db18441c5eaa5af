using System.Net;
using Payments.Dialects.Wire;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>The two names for the same operation: sending money to a card without an earlier authorization.</summary>
internal enum CreditKind
{
    /// <summary>The reference page's own path, <c>/credits</c>.</summary>
    Credit,

    /// <summary>The path that replaced it, <c>/refunds</c>.</summary>
    OpenRefund,
}

/// <summary>
/// Open credits: <c>/payments/v1/credits</c>, and <c>/payments/v1/refunds</c> without a reference, which is where
/// Commerce Hub has accepted them since May 2023 and where its public clients send them (commerce-hub-credits.md,
/// part 1); both with and without the prefix <c>/ch</c>.
/// </summary>
public sealed class CommerceHubCredits(
    CommerceHubDialect dialect, CreditHandler credits, ProcessorDirectory processors)
{
    /// <summary>
    /// Creates a credit: 201 if the processor approved or declined it, 400 if the request is invalid.
    /// </summary>
    public Task<WireResponse> PostAsync(HubCall call, CancellationToken cancellationToken) =>
        GiveAsync(call, CreditKind.Credit, cancellationToken);

    /// <summary>The same as a refund without a charge; a refund that references a charge is rejected.</summary>
    public Task<WireResponse> PostRefundAsync(HubCall call, CancellationToken cancellationToken) =>
        GiveAsync(call, CreditKind.OpenRefund, cancellationToken);

    private async Task<WireResponse> GiveAsync(
        HubCall call, CreditKind kind, CancellationToken cancellationToken)
    {
        if (!IsJson(call.Request)) return Reject(call, NotJson);
        var rules = new CreditRules(
            call.Principal.Organization.ScreensCardNumbers,
            TakesTestCodes: processors.Choose(call.Principal.Organization).Name == ProcessorName.Sandbox);
        if (!CreditReader.TryRead(call, kind, rules, out var credit, out var wrong)) return Reject(call, wrong);
        return await credits.GiveAsync(call.Organization, credit, cancellationToken) switch
        {
            Answer<Credit>.Accepted accepted => Answered(
                HttpStatusCode.Created, CreditWriter.WriteCreated(accepted.Result, kind, call.Merchant)),
            Answer<Credit>.Rejected rejected => Reject(call, HubRejection.From(rejected.Rejection)),
            var other => throw new InvalidOperationException($"No such answer: {other}."),
        };
    }

    /// <summary>
    /// The current state of a credit: <c>GET …/{transactionId}</c>, signed with an empty body. An extension that
    /// Commerce Hub does not have. Its <c>clientRequestId</c> is that of the request that created the credit.
    /// </summary>
    public async Task<WireResponse> GetAsync(
        HubCall call, string transactionId, CancellationToken cancellationToken)
    {
        var credit = Id<Credit>.TryParseBare(transactionId, out var id)
            ? await credits.FindAsync(call.Organization, id, cancellationToken)
            : null;
        return credit is null
            ? Reject(call, NotFound)
            : Answered(HttpStatusCode.OK, CreditWriter.WriteCurrent(credit, call.Merchant));
    }

    private static readonly HubRejection NotJson = new(
        HttpStatusCode.UnsupportedMediaType, [HubError.FrontDoor("The Content-Type must be application/json.")]);

    private static readonly HubRejection NotFound = new(
        HttpStatusCode.NotFound,
        [HubError.Gateway(ErrorCode.IdNotFound, "transactionId", "There is no credit with this transactionId.")]);

    private static bool IsJson(WireRequest request) =>
        request.Header(HubHeaders.ContentType)?.Split(';')[0].Trim()
            .Equals("application/json", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The response's transaction id is also its trace id.</summary>
    private static WireResponse Answered(HttpStatusCode status, CreditBody body) => HubResponses.Create(
        (int)status, body, body.GatewayResponse.TransactionProcessingDetails.ApiTraceId);

    private WireResponse Reject(HubCall call, HubRejection rejection) => dialect.Reject(call.Request, rejection);
}
