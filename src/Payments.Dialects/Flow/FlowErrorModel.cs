using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Decisions;

namespace Payments.Dialects.Flow;

/// <summary>
/// The error model of a resource, for requests rejected before they reach the operation: a resource's clients can
/// read no other model.
/// </summary>
public sealed class FlowErrorModel
{
    private readonly Func<IReadOnlyList<FieldError>, WireResponse> _ofFields;
    private readonly Func<Rejection, WireResponse> _ofRejection;

    internal FlowErrorModel(
        Func<IReadOnlyList<FieldError>, WireResponse> ofFields, Func<Rejection, WireResponse> ofRejection)
    {
        _ofFields = ofFields;
        _ofRejection = ofRejection;
    }

    /// <summary>Flow's <c>generic_error</c>, for resources and operations without their own error model.</summary>
    public static FlowErrorModel Generic { get; } = new(FlowErrors.ForOrder, FlowErrors.ForOrder);

    /// <summary>The response to one request too many.</summary>
    internal WireResponse ForTooMany(string message, TimeSpan wait) => RetryLater.After(
        wait, _ofFields([new FieldError("", message)]) with { Status = RetryLater.Status });

    /// <summary>The response to a request rejected because of its idempotency key.</summary>
    internal WireResponse For(IdempotencyKeyError problem) => problem switch
    {
        IdempotencyKeyError.Malformed =>
            _ofFields([new FieldError(IdempotencyMiddleware.Header, IdempotencyMiddleware.Rule)]),
        IdempotencyKeyError.CardNumber =>
            _ofFields([new FieldError(IdempotencyMiddleware.Header, IdempotencyMiddleware.CardNumberRule)]),
        IdempotencyKeyError.UsedOtherwise => _ofRejection(new Rejection(
            RejectionReason.KeyUsedOtherwise, $"Another request was made with this {IdempotencyMiddleware.Header}.")),
        IdempotencyKeyError.InProgress => _ofRejection(new Rejection(
            RejectionReason.KeyInProgress,
            $"The request with this {IdempotencyMiddleware.Header} is still in progress.")),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };
}
