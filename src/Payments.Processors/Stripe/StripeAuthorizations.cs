using Payments.Handlers.Ports;
using Stripe;

namespace Payments.Processors.Stripe;

/// <summary>Authorizations and their releases: a PaymentIntent that is captured later, or canceled.</summary>
internal sealed class StripeAuthorizations(IStripeClient client)
{
    private const string Canceled = "canceled";
    private const string Processing = "processing";
    private const string RequiresAction = "requires_action";
    private const string RequiresCapture = "requires_capture";
    private const string Succeeded = "succeeded";
    private const string ByMerchant = "requested_by_customer";

    private readonly PaymentIntentService _payments = new(client);

    /// <summary>
    /// Places the hold. It is not looked for if Stripe may have forgotten the key: a second hold moves no money, and
    /// the first one, which no ledger has, expires.
    /// </summary>
    public async Task<ProcessorResponse> AuthorizeAsync(
        AuthorizeFunds operation, long amount, CancellationToken cancellationToken)
    {
        var options = new PaymentIntentCreateOptions
        {
            Amount = amount,
            Currency = operation.Amount.Currency.Code.ToLowerInvariant(),
            CaptureMethod = "manual",
            Confirm = true,
            OffSession = true,
            PaymentMethod = operation.Token,
            AllowedPaymentMethodTypes = ["card"],
            PaymentMethodOptions = new PaymentIntentPaymentMethodOptionsOptions
            {
                Card = new PaymentIntentPaymentMethodOptionsCardOptions { RequestMulticapture = "if_available" },
            },
            Metadata = StripeMetadata.Create(operation),
            Expand = [StripePayments.Charge],
        };
        try
        {
            var intent = await _payments.CreateAsync(options, StripePayments.Once(operation), cancellationToken);
            return await ReadAsync(intent, operation, cancellationToken);
        }
        catch (StripeException fault)
        {
            return StripeFaults.Read(fault, operation.Token);
        }
    }

    /// <summary>
    /// Releases what was not captured. What is already released, or captured whole, has nothing left.
    /// </summary>
    public async Task<ProcessorResponse> ReleaseAsync(ReleaseFunds operation, CancellationToken cancellationToken)
    {
        if (StripeReference.FindPayment(operation.Authorization) is not { } payment)
            return new ProcessorResponse.Declined(StripeDeclines.UnknownReference("authorization"));
        var intent = await _payments.GetAsync(payment, null, null, cancellationToken);
        if (intent.Status is Canceled or Succeeded) return Released(intent);
        try
        {
            var once = StripePayments.Once(operation);
            return Released(intent.AmountReceived == 0
                ? await _payments.CancelAsync(
                    payment,
                    new PaymentIntentCancelOptions { CancellationReason = ByMerchant },
                    once,
                    cancellationToken)
                // A payment that was captured in part can't be canceled: a last capture, of nothing, releases its rest.
                : await _payments.CaptureAsync(
                    payment,
                    new PaymentIntentCaptureOptions { AmountToCapture = 0, FinalCapture = true },
                    once,
                    cancellationToken));
        }
        catch (StripeException fault)
        {
            var now = await _payments.GetAsync(payment, null, null, cancellationToken);
            return now.Status is Canceled or Succeeded ? Released(now) : StripeFaults.Read(fault);
        }
    }

    /// <summary>The present state of an authorization: one that was canceled at Stripe is declined.</summary>
    public async Task<ProcessorResponse> QueryAsync(string reference, CancellationToken cancellationToken)
    {
        if (StripeReference.FindPayment(reference) is not { } payment)
            return new ProcessorResponse.Unknown("The reference is not a payment of Stripe's.");
        var options = new PaymentIntentGetOptions { Expand = [StripePayments.Charge] };
        return Read(await _payments.GetAsync(payment, options, null, cancellationToken));
    }

    /// <summary>The present state of a release.</summary>
    public async Task<ProcessorResponse> QueryReleaseAsync(string reference, CancellationToken cancellationToken)
    {
        if (StripeReference.FindPayment(reference) is not { } payment)
            return new ProcessorResponse.Unknown("The reference is not a payment of Stripe's.");
        var intent = await _payments.GetAsync(payment, null, null, cancellationToken);
        return intent.Status is Canceled or Succeeded
            ? Released(intent)
            : new ProcessorResponse.Unknown($"Stripe: the payment is {intent.Status}.");
    }

    /// <summary>
    /// A payment that waits for its cardholder would wait until it expires: it is canceled, so that nobody confirms
    /// what the caller was told is declined.
    /// </summary>
    private async Task<ProcessorResponse> ReadAsync(
        PaymentIntent intent, AuthorizeFunds operation, CancellationToken cancellationToken)
    {
        if (intent.Status == RequiresAction)
        {
            try
            {
                await _payments.CancelAsync(intent.Id, null, null, cancellationToken);
            }
            catch (StripeException fault)
            {
                return new ProcessorResponse.Unknown(StripeFaults.Describe(fault));
            }
        }

        return Read(intent, operation.Token);
    }

    private static ProcessorResponse Read(PaymentIntent intent, string? secret = null) => intent.Status switch
    {
        RequiresCapture or Succeeded => new ProcessorResponse.Approved(
            intent.Id, StripePayments.ReadApprovalCode(intent)),
        Processing => new ProcessorResponse.Pending(intent.Id),
        RequiresAction => new ProcessorResponse.Declined(StripeDeclines.AuthenticationRequired),
        Canceled => new ProcessorResponse.Declined(StripeDeclines.Canceled),
        "requires_payment_method" => new ProcessorResponse.Declined(
            StripeDeclines.From(intent.LastPaymentError, secret)),
        _ => new ProcessorResponse.Unknown($"Stripe: the payment is {intent.Status}."),
    };

    private static ProcessorResponse.Approved Released(PaymentIntent intent) => new(intent.Id, "");
}
