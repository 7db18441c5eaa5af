using System.Globalization;
using System.Text.Json;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Dialects.Events;

/// <summary>
/// What an event says of its resource: made of the journal entry alone, so that it is the same whenever it is made.
/// Never a token, nor of a card more than its scheme and last four digits.
/// </summary>
internal static class EventData
{
    public static object From(Record record) => record switch
    {
        Authorization authorization => AuthorizationData.From(authorization),
        Capture capture => CaptureData.From(capture),
        Refund refund => RefundData.From(refund),
        CreditPayment payment => CreditPaymentData.From(payment),
        Credit credit => CreditData.From(credit),
        Payment payment => PaymentData.From(payment),
        _ => throw new InvalidOperationException($"No event has a {record.GetType().Name}."),
    };

    /// <summary>The id of a record, as its API knows it.</summary>
    public static string ToSubject(Record record) => RecordKind.Of(record).GetId(record);

    /// <summary>With as many decimals as the currency has: a number could lose some of them on its way.</summary>
    public static string Format(Money money) => money.ToDecimal().ToString(
        string.Create(CultureInfo.InvariantCulture, $"F{money.Currency.Decimals}"), CultureInfo.InvariantCulture);

    public static string ToWord<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <summary>Why the processor declined.</summary>
/// <param name="Code">The processor's own.</param>
internal sealed record DeclineData(string Reason, string Code, string Message)
{
    public static DeclineData? From(Decline? decline) => decline is null
        ? null
        : new DeclineData(EventData.ToWord(decline.Reason), decline.Code, decline.Message);
}

/// <param name="Released">What was released uncaptured; left out if nothing was.</param>
internal sealed record AuthorizationData(
    string Id,
    string Key,
    string? OrderNumber,
    string Status,
    string Amount,
    string Currency,
    string? Released,
    string? ExpiresAt)
{
    public static AuthorizationData From(Authorization authorization) => new(
        authorization.Id.ToString(),
        authorization.Key.Value,
        authorization.Order?.Value,
        EventData.ToWord(authorization.Status),
        EventData.Format(authorization.Amount),
        authorization.Amount.Currency.Code,
        authorization.Released is { } released ? EventData.Format(released) : null,
        authorization.ExpiresAt is { } expiry ? CloudEventModel.FormatTime(expiry) : null);
}

/// <param name="Disputes">All its disputes; left out if there were never any.</param>
internal sealed record CaptureData(
    string Id,
    string Key,
    string? OrderNumber,
    string AuthorizationId,
    string AuthorizationKey,
    string Status,
    string Amount,
    string Currency,
    DeclineData? Decline,
    IReadOnlyList<DisputeData>? Disputes)
{
    public static CaptureData From(Capture capture) => new(
        capture.Id.ToString(),
        capture.Key.Value,
        capture.Order?.Value,
        capture.Authorization.ToString(),
        capture.AuthorizationKey.Value,
        EventData.ToWord(capture.Status),
        EventData.Format(capture.Amount),
        capture.Amount.Currency.Code,
        DeclineData.From(capture.Decline),
        capture.Disputes is { IsEmpty: false } disputes ? [.. disputes.Select(DisputeData.From)] : null);
}

/// <summary>A cardholder's claim to a capture's money.</summary>
/// <param name="Reference">The processor's reference for it.</param>
internal sealed record DisputeData(string Reference, string Status, string Amount, string Currency)
{
    public static DisputeData From(Dispute dispute) => new(
        dispute.Reference,
        EventData.ToWord(dispute.Status),
        EventData.Format(dispute.Amount),
        dispute.Amount.Currency.Code);
}

/// <param name="Amount">What is to be refunded, or was refunded once it has ended.</param>
/// <param name="Requested">What was asked for.</param>
/// <param name="Refunded">What was refunded so far.</param>
/// <param name="Reason">Why it failed, if it did.</param>
/// <param name="CreditPayments">
/// What has gone back to credit payments; left out unless the caller asked for that.
/// </param>
internal sealed record RefundData(
    string Id,
    string Key,
    string? OrderNumber,
    string AuthorizationId,
    string AuthorizationKey,
    string Status,
    string Amount,
    string Requested,
    string Refunded,
    string Currency,
    IReadOnlyList<RefundPartData> Captures,
    DeclineData? Decline,
    string? Reason,
    IReadOnlyList<RefundCreditPaymentData>? CreditPayments)
{
    public static RefundData From(Refund refund) => new(
        refund.Id.ToString(),
        refund.Key.Value,
        refund.Order?.Value,
        refund.Authorization.Id.ToString(),
        refund.Authorization.Key.Value,
        EventData.ToWord(refund.Status),
        EventData.Format(refund.Amount),
        EventData.Format(refund.Requested),
        EventData.Format(refund.Refunded),
        refund.Requested.Currency.Code,
        [.. refund.Allocations.Select(RefundPartData.From)],
        DeclineData.From(refund.LastDecline),
        refund.Status == RefundStatus.Failed ? refund.FailureMessage : null,
        refund.ToCredit is { } credit ? [.. credit.Parts.Select(RefundCreditPaymentData.From)] : null);
}

/// <summary>The part of a refund that is taken from one capture.</summary>
internal sealed record RefundPartData(string CaptureId, string Status, string Amount)
{
    public static RefundPartData From(Allocation part) => new(
        part.Capture.ToString(), EventData.ToWord(part.Status), EventData.Format(part.Amount));
}

/// <summary>The part of a refund that was returned as one negative credit payment.</summary>
internal sealed record RefundCreditPaymentData(string CreditPaymentId, string Amount)
{
    public static RefundCreditPaymentData From(CreditPart part) =>
        new(part.Payment.ToString(), EventData.Format(part.Amount));
}

/// <param name="Amount">Negative if a refund made it.</param>
/// <param name="RefundId">The refund that made it; left out if a caller did.</param>
internal sealed record CreditPaymentData(
    string Id,
    string Key,
    string OrderNumber,
    string Description,
    string Amount,
    string Currency,
    string? RefundId)
{
    public static CreditPaymentData From(CreditPayment payment) => new(
        payment.Id.ToString(),
        payment.Key.Value,
        payment.Order.Value,
        payment.Description,
        EventData.Format(payment.Amount),
        payment.Amount.Currency.Code,
        payment.Refund?.ToString());
}

/// <param name="TransactionId">Its id in the Commerce Hub API.</param>
/// <param name="Card">Left out for a token that says nothing of its card.</param>
internal sealed record CreditData(
    string Id,
    string TransactionId,
    string? OrderNumber,
    string Status,
    string Amount,
    string Currency,
    CardData? Card,
    DeclineData? Decline)
{
    public static CreditData From(Credit credit) => new(
        credit.Id.ToString(),
        credit.Id.ToBareString(),
        credit.Order?.Value,
        EventData.ToWord(credit.Status),
        EventData.Format(credit.Amount),
        credit.Amount.Currency.Code,
        credit.Card is { } card ? new CardData(card.Scheme, card.Last4) : null,
        DeclineData.From((credit.Answer as CreditAnswer.Declined)?.Decline));
}

internal sealed record CardData(string? Scheme, string? Last4);

/// <param name="Id">The storefront's own.</param>
/// <param name="Amount">Left out if it is what other payments leave of the order's total.</param>
internal sealed record PaymentData(string Id, string Type, bool Accepted, string? Amount, string? Currency)
{
    public static PaymentData From(Payment payment) => new(
        payment.Name.Value,
        EventData.ToWord(payment.Type),
        payment.Accepted,
        payment.Amount is { } amount ? EventData.Format(amount) : null,
        payment.Amount?.Currency.Code);
}

/// <summary>What is said of a day on which a processor's statement and the ledgers differ.</summary>
/// <param name="Differences">How many there are.</param>
/// <param name="ByKind">The same by kind, as <c>/ops/reconciliation</c> names them.</param>
internal sealed record DifferencesData(
    string From, string To, int Differences, IReadOnlyDictionary<string, int> ByKind);

/// <summary>What a test event says.</summary>
internal sealed record PingData(string WebhookId);
