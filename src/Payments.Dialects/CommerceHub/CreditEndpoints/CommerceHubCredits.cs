using System.Net;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.CommerceHub;

/// <summary>What a caller calls money that is sent to a card with no earlier authorization; it is one thing.</summary>
internal enum CreditKind
{
    /// <summary>By the page's own path, <c>/credits</c>.</summary>
    Credit,

    /// <summary>By the path that took its place, <c>/refunds</c>.</summary>
    OpenRefund,
}

/// <summary>
/// Open credits: <c>/payments/v1/credits</c>, and <c>/payments/v1/refunds</c> without a reference, which is where
/// Commerce Hub takes them since May 2023 and where its public clients send them (commerce-hub-credits.md, part 1);
/// with and without <c>/ch</c> before it.
/// </summary>
public sealed class CommerceHubCredits(CommerceHubDialect dialect, Credits credits)
{
    /// <summary>Gives a credit: 201 with the processor's yes or no, 400 with what is wrong with the request.</summary>
    public Task<WireResponse> PostAsync(HubCall call, CancellationToken cancellationToken) =>
        GiveAsync(call, CreditKind.Credit, cancellationToken);

    /// <summary>The same as a refund of no charge; one that refers to a charge is refused.</summary>
    public Task<WireResponse> PostRefundAsync(HubCall call, CancellationToken cancellationToken) =>
        GiveAsync(call, CreditKind.OpenRefund, cancellationToken);

    private async Task<WireResponse> GiveAsync(
        HubCall call, CreditKind kind, CancellationToken cancellationToken)
    {
        if (!IsJson(call.Request)) return Refused(call, NotJson);
        if (!CreditReader.TryRead(call, kind, out var credit, out var wrong)) return Refused(call, wrong);
        return await credits.GiveAsync(call.Key.Organization, credit, cancellationToken) switch
        {
            Answer<Credit>.Accepted accepted => Answered(
                HttpStatusCode.Created, CreditWriter.AsGiven(accepted.Result, kind, call.Key.Merchant)),
            Answer<Credit>.Refused refused => Refused(call, HubRefusal.Of(refused.Refusal)),
            var other => throw new InvalidOperationException($"No such answer: {other}."),
        };
    }

    /// <summary>
    /// A credit as it stands: <c>GET …/{transactionId}</c>, signed with an empty body. An operation of ours, which
    /// Commerce Hub does not have. Its <c>clientRequestId</c> is that of the request that gave the credit.
    /// </summary>
    public async Task<WireResponse> GetAsync(
        HubCall call, string transactionId, CancellationToken cancellationToken)
    {
        var credit = Id<Credit>.TryParseBare(transactionId, out var id)
            ? await credits.FindAsync(call.Key.Organization, id, cancellationToken)
            : null;
        return credit is null
            ? Refused(call, NotFound)
            : Answered(HttpStatusCode.OK, CreditWriter.AsItStands(credit, call.Key.Merchant));
    }

    private static readonly HubRefusal NotJson = new(
        HttpStatusCode.UnsupportedMediaType, [HubError.FrontDoor("The Content-Type must be application/json.")]);

    private static readonly HubRefusal NotFound = new(
        HttpStatusCode.NotFound,
        [HubError.Gateway(ErrorCode.IdNotFound, "transactionId", "There is no credit with this transactionId.")]);

    private static bool IsJson(WireRequest request) =>
        request.Header(HubHeaders.ContentType)?.Split(';')[0].Trim()
            .Equals("application/json", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The id of the transaction in an answer is the trace id too.</summary>
    private static WireResponse Answered(HttpStatusCode status, CreditBody body) => HubAnswers.Of(
        (int)status, body, body.GatewayResponse.TransactionProcessingDetails.ApiTraceId);

    private WireResponse Refused(HubCall call, HubRefusal refusal) => dialect.Refused(call.Request, refusal);
}
