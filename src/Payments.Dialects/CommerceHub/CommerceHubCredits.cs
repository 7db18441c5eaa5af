using System.Net;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.CommerceHub;

/// <summary>
/// Open credits: <c>/payments/v1/credits</c>, and <c>/payments/v1/refunds</c> without a reference, which is where
/// Commerce Hub takes them since May 2023 and where its public clients send them (commerce-hub-credits.md, part 1);
/// with and without <c>/ch</c> before it.
/// </summary>
public sealed class CommerceHubCredits
{
    private readonly CallerAuthentication _authentication;
    private readonly Credits _credits;
    private readonly IUniqueNumbers _unique;

    /// <summary>Over the use case and the keys of this dialect.</summary>
    public CommerceHubCredits(
        CommerceHubCredentials credentials, Credits credits, IUniqueNumbers unique, TimeProvider time)
    {
        _authentication = new CallerAuthentication(credentials, time);
        _credits = credits;
        _unique = unique;
    }

    /// <summary>Gives a credit: 201 with the processor's yes or no, 400 with what is wrong with the request.</summary>
    public Task<WireResponse> PostAsync(WireRequest request, CancellationToken cancellationToken) =>
        GiveAsync(request, CreditKind.Credit, cancellationToken);

    /// <summary>The same as a refund of no charge; one that refers to a charge is refused.</summary>
    public Task<WireResponse> PostRefundAsync(WireRequest request, CancellationToken cancellationToken) =>
        GiveAsync(request, CreditKind.OpenRefund, cancellationToken);

    private async Task<WireResponse> GiveAsync(
        WireRequest request, CreditKind kind, CancellationToken cancellationToken)
    {
        if (_authentication.Check(request, out var caller) is { } unknown) return Refused(request, unknown);
        if (!IsJson(request)) return Refused(request, NotJson);
        if (CreditReader.Read(request.Body, kind, caller!.ClientRequestId, out var credit) is { } wrong)
            return Refused(request, wrong);
        return await _credits.GiveAsync(caller.Key.Organization, credit!, cancellationToken) switch
        {
            Answer<Credit>.Accepted accepted => HubAnswers.Of(
                (int)HttpStatusCode.Created, CreditWriter.AsGiven(accepted.Result, kind, caller.Key.Merchant)),
            Answer<Credit>.Refused refused => Refused(request, HubRefusal.Of(refused.Refusal)),
            var other => throw new InvalidOperationException($"No such answer: {other}."),
        };
    }

    /// <summary>
    /// A credit as it stands: <c>GET …/{transactionId}</c>, signed with an empty body. An operation of ours, which
    /// Commerce Hub does not have. Its <c>clientRequestId</c> is that of the request that gave the credit.
    /// </summary>
    public async Task<WireResponse> GetAsync(
        WireRequest request, string transactionId, CancellationToken cancellationToken)
    {
        if (_authentication.Check(request, out var caller) is { } unknown) return Refused(request, unknown);
        var credit = Id<Credit>.TryParseBare(transactionId, out var id)
            ? await _credits.FindAsync(caller!.Key.Organization, id, cancellationToken)
            : null;
        return credit is null
            ? Refused(request, NotFound)
            : HubAnswers.Of((int)HttpStatusCode.OK, CreditWriter.AsItStands(credit, caller!.Key.Merchant));
    }

    private static readonly HubRefusal NotJson = new(
        HttpStatusCode.UnsupportedMediaType, [HubError.FrontDoor("The Content-Type must be application/json.")]);

    private static readonly HubRefusal NotFound = new(
        HttpStatusCode.NotFound,
        [HubError.Gateway(ErrorCode.IdNotFound, "transactionId", "There is no credit with this transactionId.")]);

    private static bool IsJson(WireRequest request) =>
        request.Header(HubHeaders.ContentType)?.Split(';')[0].Trim()
            .Equals("application/json", StringComparison.OrdinalIgnoreCase) is true;

    private WireResponse Refused(WireRequest request, HubRefusal refusal) =>
        CommerceHubDialect.Refused(request, refusal, _unique);
}
