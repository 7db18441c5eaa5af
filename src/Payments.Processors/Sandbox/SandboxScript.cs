using System.Collections.Frozen;
using System.Globalization;
using Payments.Handlers.Ports;

namespace Payments.Processors.Sandbox;

/// <summary>
/// Every outcome that a tester can request; src/Payments.Processors/README.md describes them. An amount takes
/// precedence over a token, a token over a card, a card's expiry over its number. Amounts script only refunds and
/// credits: before a refund of 5008.00 can be declined, the amount must have been authorized and captured.
/// </summary>
internal static class SandboxScript
{
    private const int FirstDecline = 5001;
    private const int LastDecline = 5999;
    private const int ResponseCodeModulus = 1000;
    private const string Expired = "032";
    private const string DeclinedAuthorization = "tok-decline-";
    private const string DeclinedForUnknownReason = DeclinedAuthorization + "unknown";

    /// <summary>By the whole units of an amount, in any currency.</summary>
    private static readonly FrozenDictionary<long, SandboxStep> Amounts = new Dictionary<long, SandboxStep>
    {
        [6001] = SandboxStep.TimeOutAfter,
        [6002] = SandboxStep.Slow,
        [6003] = SandboxStep.TimeOutBefore,
        [6004] = SandboxStep.LongUnknown,
        [6005] = SandboxStep.HoldThenApprove,
        [6006] = SandboxStep.HoldThenDecline,
        [6007] = SandboxStep.FailLater,
    }.ToFrozenDictionary();

    /// <summary>By the token of an authorization: which of its operations is scripted, and how.</summary>
    private static readonly FrozenDictionary<string, (SandboxKind On, SandboxStep Step)> Tokens =
        new Dictionary<string, (SandboxKind On, SandboxStep Step)>
        {
            ["tok-decline-avs"] = Unauthorized("avs", "The address does not match."),
            ["tok-decline-cvv"] = Unauthorized("cvv", "The security code does not match."),
            ["tok-decline-duplicate"] = Unauthorized("duplicate", "The authorization is a duplicate."),
            ["tok-decline-expired"] = Unauthorized("expired", "The card has expired."),
            ["tok-decline-fraud"] = Unauthorized("fraud", "The authorization is suspected of fraud."),
            ["tok-decline-insufficient_funds"] = Unauthorized("insufficient_funds", "There are insufficient funds."),
            ["tok-decline-invalid_number"] = Unauthorized("invalid_number", "There is no card with this number."),
            ["tok-decline-not_supported"] = Unauthorized("not_supported", "Cards of this kind are not accepted."),
            [DeclinedForUnknownReason] = Unauthorized("unknown", "The issuer gave no reason."),
            ["tok-capture-decline"] = (SandboxKind.Capture, new SandboxStep(ResponseCodes.ToDecline("006"))),
            ["tok-capture-timeout"] = (SandboxKind.Capture, SandboxStep.TimeOutAfter),
            ["tok-release-timeout"] = (SandboxKind.Release, SandboxStep.TimeOutAfter),
            ["tok-refund-decline"] = (SandboxKind.Refund, new SandboxStep(ResponseCodes.ToDecline("006"))),
            ["tok-refund-decline-permanent"] = (SandboxKind.Refund, new SandboxStep(ResponseCodes.ToDecline("030"))),
            ["tok-refund-timeout"] = (SandboxKind.Refund, SandboxStep.TimeOutAfter),
            ["tok-refund-slow"] = (SandboxKind.Refund, SandboxStep.Slow),
            ["tok-capture-pending"] = (SandboxKind.Capture, SandboxStep.Hold),
            ["tok-refund-pending"] = (SandboxKind.Refund, SandboxStep.Hold),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>By the number of the card that a credit goes to: the documented ones; any other is approved.</summary>
    private static readonly FrozenDictionary<string, SandboxStep> Cards = new Dictionary<string, SandboxStep>
    {
        ["4012001915677112"] = new SandboxStep(ResponseCodes.ToDecline("006")),
        ["5500005275558172"] = new SandboxStep(ResponseCodes.ToDecline("006")),
        ["341111213920088"] = new SandboxStep(ResponseCodes.ToDecline("006")),
        ["6011118233647696"] = new SandboxStep(ResponseCodes.ToDecline("006")),
        ["4000300011112220"] = SandboxStep.Reject("104", "The card is not recognised.", permanent: true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// What is stored of a token: its name if it is scripted, and nothing of any other, which may be anything. An
    /// unlisted decline token counts as one for an unknown reason, so that a misspelled one is not approved.
    /// </summary>
    public static string? FindScenario(string token)
    {
        if (Tokens.ContainsKey(token)) return token;
        return token.StartsWith(DeclinedAuthorization, StringComparison.Ordinal) ? DeclinedForUnknownReason : null;
    }

    /// <summary>How the sandbox handles an operation under a scenario, at a point in time.</summary>
    public static SandboxStep ChooseStep(
        ProcessorOperation operation, SandboxKind kind, string? scenario, DateTimeOffset at) =>
        ByAmount(operation)
        ?? ByToken(kind, scenario)
        ?? ByExpiry(operation, at)
        ?? ByCard(operation)
        ?? SandboxStep.Approve;

    private static SandboxStep? ByAmount(ProcessorOperation operation)
    {
        if (operation is not (RefundFunds or AuthorizeCredit)) return null;
        var units = operation.Amount.MinorUnits / operation.Amount.Currency.MinorUnitsPerUnit;
        if (units is < FirstDecline or > LastDecline)
        {
            // An open credit is approved or declined at once: only what follows may take its time.
            var step = Amounts.GetValueOrDefault(units);
            return operation is AuthorizeCredit && step is { IsHeld: true } or { Later: not null } ? null : step;
        }

        var code = (units % ResponseCodeModulus).ToString("D3", CultureInfo.InvariantCulture);
        return new SandboxStep(ResponseCodes.ToDecline(code));
    }

    private static SandboxStep? ByToken(SandboxKind kind, string? scenario) =>
        scenario is not null && Tokens.TryGetValue(scenario, out var scripted) && scripted.On == kind
            ? scripted.Step
            : null;

    private static SandboxStep? ByExpiry(ProcessorOperation operation, DateTimeOffset at)
    {
        var expiry = (operation as AuthorizeCredit)?.Instrument switch
        {
            CreditInstrument.Card card => card.Expiry,
            CreditInstrument.Token token => token.Expiry,
            _ => null,
        };
        return expiry?.IsOver(at) is true ? new SandboxStep(ResponseCodes.ToDecline(Expired)) : null;
    }

    private static SandboxStep? ByCard(ProcessorOperation operation) =>
        operation is AuthorizeCredit { Instrument: CreditInstrument.Card card }
            ? Cards.GetValueOrDefault(card.Number.Reveal())
            : null;

    private static (SandboxKind On, SandboxStep Step) Unauthorized(string code, string message) =>
        (SandboxKind.Authorization, SandboxStep.Reject(code, message));
}
