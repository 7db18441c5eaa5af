using Payments.Handlers.Ports;
using Payments.Ledger.Records;
using Stripe;
using Dispute = Payments.Ledger.Records.Dispute;

namespace Payments.Processors.Stripe;

/// <summary>
/// Captures of a payment. The payment is read before each: it has an entry for each capture in its metadata, so that
/// one that was executed is recognized, however long ago.
/// </summary>
internal sealed class StripeCaptures(IStripeClient client)
{
    private const string Canceled = "canceled";
    private const string RequiresCapture = "requires_capture";
    private const string Succeeded = "succeeded";

    private readonly PaymentIntentService _payments = new(client);
    private readonly DisputeService _disputes = new(client);

    public async Task<ProcessorResponse> CaptureAsync(
        CaptureFunds operation, long amount, CancellationToken cancellationToken)
    {
        if (StripeReference.FindPayment(operation.Authorization) is not { } payment)
            return new ProcessorResponse.Declined(StripeDeclines.UnknownReference("authorization"));
        var intent = await GetAsync(payment, cancellationToken);
        if (Check(intent, operation, amount) is { } known) return known;

        // The last capture can't leave funds for another: Stripe rejects that.
        var isLast = amount == intent.AmountCapturable || !CanBeCapturedAgain(intent);
        var options = new PaymentIntentCaptureOptions
        {
            AmountToCapture = amount,
            FinalCapture = isLast ? null : false,
            Metadata = StripeMetadata.CreateCapture(
                operation, amount, StripeMetadata.ListCaptures(intent).Count + 1),
            Expand = [StripePayments.Charge],
        };
        try
        {
            var captured = await _payments.CaptureAsync(
                payment, options, StripePayments.Once(operation), cancellationToken);
            return Approve(captured, operation);
        }
        catch (StripeException fault)
        {
            var now = await GetAsync(payment, cancellationToken);
            if (Check(now, operation, amount) is { } outcome) return outcome;
            return now.AmountCapturable == intent.AmountCapturable
                ? StripeFaults.Read(fault)
                : new ProcessorResponse.Unknown("Stripe: the payment was captured by others at the same time.");
        }
    }

    /// <summary>The present state of a capture: approved if the payment has it.</summary>
    public async Task<ProcessorResponse> QueryAsync(
        CaptureFunds operation, string reference, CancellationToken cancellationToken)
    {
        if (StripeReference.Find(reference) is not { IsCharge: false } found)
            return new ProcessorResponse.Unknown("The reference is not a capture of Stripe's.");
        var intent = await GetAsync(found.Payment, cancellationToken);
        return Find(intent, found.Capture) is not null
            ? Approve(intent, operation)
            : new ProcessorResponse.Unknown("Stripe: the payment does not have this capture.");
    }

    /// <summary>The disputes of a capture, and whether it was voided; null if the payment does not have it.</summary>
    public async Task<CaptureStanding?> InspectAsync(string reference, CancellationToken cancellationToken)
    {
        if (StripeReference.Find(reference) is not { } found) return null;
        if (found.IsCharge)
        {
            var whole = new DisputeListOptions { Charge = found.Payment };
            return new CaptureStanding(Voided: false, [.. await ListAsync(whole, [], null, cancellationToken)]);
        }

        var intent = await GetAsync(found.Payment, cancellationToken);
        var capture = Find(intent, found.Capture);
        if (capture is null && found.Capture is not null) return null;
        var disputes = await ListAsync(
            new DisputeListOptions { PaymentIntent = found.Payment },
            StripeMetadata.ListCaptures(intent),
            capture,
            cancellationToken);
        return new CaptureStanding(intent is { Status: Canceled, AmountReceived: 0 }, [.. disputes]);
    }

    /// <summary>What is known before the payment is captured; null if it is to be captured now.</summary>
    private static ProcessorResponse? Check(PaymentIntent intent, CaptureFunds operation, long amount)
    {
        var captures = StripeMetadata.ListCaptures(intent);
        if (Find(intent, StripeMetadata.NameCapture(operation)) is { } own)
        {
            return own.Amount == amount
                ? Approve(intent, operation)
                : throw new InvalidOperationException(
                    $"Idempotency key reuse: {operation.IdempotencyKey} captured {own.Amount}, not {amount}.");
        }

        // Money that was captured and that no entry accounts for may be this capture's: it is never captured again.
        if (intent.AmountReceived - captures.Sum(capture => capture.Amount) >= amount)
            return new ProcessorResponse.Unknown("Stripe: the payment was captured, and it is not known by whom.");
        return intent.Status switch
        {
            RequiresCapture when captures.Count >= StripeMetadata.MaxCaptures =>
                new ProcessorResponse.Declined(StripeDeclines.CapturedTooOften(captures.Count)),
            RequiresCapture when amount > intent.AmountCapturable =>
                new ProcessorResponse.Declined(StripeDeclines.TooLarge),
            RequiresCapture => null,
            Succeeded => new ProcessorResponse.Declined(StripeDeclines.CapturedOnce),
            Canceled => new ProcessorResponse.Declined(StripeDeclines.Canceled),
            _ => new ProcessorResponse.Unknown($"Stripe: the payment is {intent.Status}."),
        };
    }

    private Task<PaymentIntent> GetAsync(string payment, CancellationToken cancellationToken) => _payments.GetAsync(
        payment, new PaymentIntentGetOptions { Expand = [StripePayments.Charge] }, null, cancellationToken);

    private static StripeCapture? Find(PaymentIntent intent, string? name) =>
        StripeMetadata.ListCaptures(intent).FirstOrDefault(capture => capture.Name == name);

    private static bool CanBeCapturedAgain(PaymentIntent intent) =>
        intent.LatestCharge?.PaymentMethodDetails?.Card?.Multicapture?.Status == "available";

    private static ProcessorResponse.Approved Approve(PaymentIntent intent, CaptureFunds operation) => new(
        StripeReference.ForCapture(intent.Id, StripeMetadata.NameCapture(operation)),
        StripePayments.ReadApprovalCode(intent));

    /// <summary>
    /// The disputes of a payment, as far as they concern one capture of it. Stripe's are about the charge, which all
    /// captures share: a disputed amount is taken from the captures in their order, until it is used up.
    /// </summary>
    private async Task<List<Dispute>> ListAsync(
        DisputeListOptions options,
        IReadOnlyList<StripeCapture> captures,
        StripeCapture? capture,
        CancellationToken cancellationToken)
    {
        var before = captures.TakeWhile(other => other != capture).Sum(other => other.Amount);
        var disputes = new List<Dispute>();
        await foreach (var dispute in _disputes.ListAutoPagingAsync(options, null, cancellationToken))
        {
            var share = capture is null
                ? dispute.Amount
                : Math.Clamp(dispute.Amount - before, 0, capture.Amount);
            if (share > 0 && StripeAmount.Read(share, dispute.Currency) is { } amount)
                disputes.Add(new Dispute(dispute.Id, amount, ReadStatus(dispute.Status)));
        }

        return disputes;
    }

    /// <summary>An inquiry that was closed, and a dispute that was prevented, took no money.</summary>
    private static DisputeStatus ReadStatus(string status) => status switch
    {
        "won" or "warning_closed" or "prevented" => DisputeStatus.Won,
        "lost" => DisputeStatus.Lost,
        _ => DisputeStatus.Open,
    };
}
