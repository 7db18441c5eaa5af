using Payments.Handlers.Ports;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>Refunds of a payment.</summary>
internal sealed class StripeRefunds(IStripeClient client)
{
    private const int PageSize = 100;

    private readonly RefundService _refunds = new(client);

    /// <summary>
    /// Refunds a part of a capture. If Stripe may have forgotten the key, and before an error is taken for a decline,
    /// the refund is looked for among those of the payment: it would be paid twice otherwise.
    /// </summary>
    public async Task<ProcessorResponse> RefundAsync(
        RefundFunds operation, long amount, bool mayBeForgotten, CancellationToken cancellationToken)
    {
        if (StripeReference.Find(operation.Capture) is not { } reference)
            return new ProcessorResponse.Declined(StripeDeclines.UnknownReference("capture"));
        if (mayBeForgotten && await FindAsync(operation, amount, reference, cancellationToken) is { } earlier)
            return Read(earlier);
        var options = new RefundCreateOptions
        {
            PaymentIntent = reference.IsCharge ? null : reference.Payment,
            Charge = reference.IsCharge ? reference.Payment : null,
            Amount = amount,
            Metadata = StripeMetadata.Create(operation),
        };
        try
        {
            return Read(await _refunds.CreateAsync(options, StripePayments.Once(operation), cancellationToken));
        }
        catch (StripeException fault)
        {
            // Stripe replays an error of its server for as long as it knows the key, even if it had made the refund.
            return await FindAsync(operation, amount, reference, cancellationToken) is { } made
                ? Read(made)
                : StripeFaults.Read(fault);
        }
    }

    /// <summary>The present state of a refund: one that failed after it had succeeded is declined.</summary>
    public async Task<ProcessorResponse> QueryAsync(
        RefundFunds operation, string reference, CancellationToken cancellationToken)
    {
        var refund = await _refunds.GetAsync(reference, null, null, cancellationToken);
        return StripeMetadata.IsOf(operation, refund.Metadata)
            ? Read(refund)
            : new ProcessorResponse.Unknown("Stripe: the refund is another operation's.");
    }

    private async Task<Refund?> FindAsync(
        RefundFunds operation, long amount, StripeReference reference, CancellationToken cancellationToken)
    {
        var options = new RefundListOptions
        {
            PaymentIntent = reference.IsCharge ? null : reference.Payment,
            Charge = reference.IsCharge ? reference.Payment : null,
            Limit = PageSize,
        };
        await foreach (var refund in _refunds.ListAutoPagingAsync(options, null, cancellationToken))
        {
            if (!StripeMetadata.IsOf(operation, refund.Metadata)) continue;
            return refund.Amount == amount
                ? refund
                : throw new InvalidOperationException(
                    $"Idempotency key reuse: {operation.IdempotencyKey} refunded {refund.Amount}, not {amount}.");
        }

        return null;
    }

    /// <summary>Statuses that Stripe may add are unknown until this service knows them.</summary>
    private static ProcessorResponse Read(Refund refund) => refund.Status switch
    {
        "succeeded" => new ProcessorResponse.Approved(refund.Id, refund.DestinationDetails?.Card?.Reference ?? ""),
        "pending" or "requires_action" => new ProcessorResponse.Pending(refund.Id),
        "failed" or "canceled" => new ProcessorResponse.Declined(StripeDeclines.From(refund)),
        _ => new ProcessorResponse.Unknown($"Stripe: the refund is {refund.Status}."),
    };
}
