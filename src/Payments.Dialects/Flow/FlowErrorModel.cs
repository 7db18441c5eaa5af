using Payments.Dialects.Flow.Errors;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>
/// The error model of a resource, for what is refused before its operation is reached: clients of a resource read no
/// other.
/// </summary>
public sealed class FlowErrorModel
{
    private readonly Func<IReadOnlyList<FieldError>, WireResponse> _ofFields;
    private readonly Func<Refusal, WireResponse> _ofRefusal;

    private FlowErrorModel(
        Func<IReadOnlyList<FieldError>, WireResponse> ofFields, Func<Refusal, WireResponse> ofRefusal)
    {
        _ofFields = ofFields;
        _ofRefusal = ofRefusal;
    }

    /// <summary>Flow's <c>generic_error</c>, of resources and operations that have no model of their own.</summary>
    public static FlowErrorModel Generic { get; } = new(FlowErrors.OfOrder, FlowErrors.OfOrder);

    /// <summary>Flow's <c>authorization_error</c>.</summary>
    public static FlowErrorModel Authorization { get; } = new(
        errors => FlowErrors.OfAuthorization(DeclineCodes.Unknown, errors), FlowErrors.OfAuthorization);

    /// <summary>Flow's <c>capture_error</c>.</summary>
    public static FlowErrorModel Capture { get; } = new(FlowErrors.OfCapture, FlowErrors.OfCapture);

    /// <summary>Flow's <c>refund_error</c>.</summary>
    public static FlowErrorModel Refund { get; } = new(FlowErrors.OfRefund, FlowErrors.OfRefund);

    /// <summary>Flow's <c>credit_payment_error</c>.</summary>
    public static FlowErrorModel CreditPayment { get; } =
        new(FlowErrors.OfCreditPayment, FlowErrors.OfCreditPayment);

    /// <summary>The answer to a request whose idempotency key is in the way.</summary>
    internal WireResponse Of(KeyProblem problem) => problem switch
    {
        KeyProblem.Malformed => _ofFields([new FieldError(RepeatedRequests.Header, RepeatedRequests.Rule)]),
        KeyProblem.UsedOtherwise => _ofRefusal(new Refusal(
            RefusalReason.KeyUsedOtherwise, $"Another request was made with this {RepeatedRequests.Header}.")),
        KeyProblem.InProgress => _ofRefusal(new Refusal(
            RefusalReason.KeyInProgress, $"The request with this {RepeatedRequests.Header} is under way.")),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "No such problem."),
    };
}
