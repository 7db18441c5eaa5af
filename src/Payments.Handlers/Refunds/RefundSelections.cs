using Payments.Handlers.Reading;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Refunds;

/// <summary>What a request for a refund names, by ids.</summary>
/// <param name="Ledger">The ledger of all that is named.</param>
/// <param name="Authorization">The authorization, if one is named.</param>
/// <param name="Capture">The capture, if one is named.</param>
public sealed record RefundSelection(LedgerId Ledger, Id<Authorization>? Authorization, Id<Capture>? Capture)
{
    /// <summary>The command for the ledger.</summary>
    public RequestRefund ToCommand(
        Id<Refund> id, RefundRequest request, AllocationPolicy policy, DateTimeOffset at) =>
        new(id, request, Authorization, Capture, policy, at);
}

/// <summary>Finds what requests for refunds name by key or id.</summary>
public sealed class RefundSelections(ResourceKeys names)
{
    /// <summary>
    /// The selection, or the rejection of a request that names what does not exist, or several ledgers.
    /// </summary>
    public async Task<(RefundSelection? Selection, Rejection? Unknown)> FindAsync(
        OrganizationId organization, RefundRequest request, CancellationToken cancellationToken)
    {
        var authorization = request.Authorization is null
            ? null
            : await names.ResolveAsync<Authorization>(organization, request.Authorization, cancellationToken);
        if (request.Authorization is not null && authorization is null)
            return Reject(RejectionReason.UnknownAuthorization, $"There is no authorization {request.Authorization}.");
        var capture = request.Capture is null
            ? null
            : await names.ResolveAsync<Capture>(organization, request.Capture, cancellationToken);
        if (request.Capture is not null && capture is null)
            return Reject(RejectionReason.UnknownCapture, $"There is no capture {request.Capture}.");

        var ledgersNamed = new[]
        {
            capture?.Ledger, authorization?.Ledger, request.Order is { } order ? LedgerId.ForOrder(order) : null,
        }.OfType<LedgerId>().Distinct().ToList();
        return ledgersNamed switch
        {
            [var one] => (new RefundSelection(one, authorization, capture), null),
            [] => throw new ArgumentException(
                "A refund must name an order, an authorization or a capture.", nameof(request)),
            _ => Reject(
                RejectionReason.SelectionsDisagree,
                "The order, authorization and capture do not belong together."),
        };

        static (RefundSelection? Selection, Rejection? Unknown) Reject(RejectionReason reason, string message) =>
            (null, new Rejection(reason, message));
    }
}
