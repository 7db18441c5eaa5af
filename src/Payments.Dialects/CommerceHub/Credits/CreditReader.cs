using System.Diagnostics.CodeAnalysis;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Credits;
using Payments.Handlers.Ports;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.CommerceHub.Credits;

/// <summary>What the organization and its processor make of a request.</summary>
/// <param name="ScreensCardNumbers">As the organization has set it.</param>
/// <param name="TakesTestCodes">Whether the sandbox is the processor: elsewhere nobody requests test errors.</param>
internal sealed record CreditRules(bool ScreensCardNumbers, bool TakesTestCodes);

/// <summary>Reads a request for a credit from a body, or reports all of its errors.</summary>
internal static class CreditReader
{
    private const int MaxTestCodeLength = 23;
    private const int TestCodeDigits = 3;

    public static bool TryRead(
        HubCall call,
        CreditKind kind,
        CreditRules rules,
        [NotNullWhen(true)] out CreditRequest? credit,
        [NotNullWhen(false)] out HubRejection? rejection)
    {
        credit = null;
        if (!TryReadForm(call.Request.Body, rules, out var form, out rejection)) return false;
        form.ScreenText(HubHeaders.ClientRequestId, call.ClientRequestId);
        credit = Read(form, kind, rules, call.ClientRequestId);
        if (credit is not null && form.Errors.Count == 0) return true;
        rejection = HubForm.Rejection(form);
        return false;
    }

    private static bool TryReadForm(
        ReadOnlyMemory<byte> body,
        CreditRules rules,
        [NotNullWhen(true)] out JsonForm? form,
        [NotNullWhen(false)] out HubRejection? rejection)
    {
        var read = JsonBody.Read(body.Span);
        form = read.Fault == BodyFault.None ? HubForm.Create(read.Root, rules.ScreensCardNumbers) : null;
        rejection = form is not null ? null : HubRejection.BadRequest(body.IsEmpty
            ? HubError.Gateway(ErrorCode.BodyOrHeaderMissing, null, "The request has no body.")
            : read.Fault == BodyFault.TooDeep
            ? HubError.Gateway(
                ErrorCode.JsonBroken, null, $"The body has more than {JsonBody.DeepestNesting} levels.")
            : HubError.Gateway(
                ErrorCode.JsonBroken, null, "The body must be one JSON object in UTF-8, without duplicate fields."));
        return form is not null;
    }

    private static CreditRequest? Read(
        JsonForm request, CreditKind kind, CreditRules rules, string clientRequestId)
    {
        var amount = AmountFields.Read(request);
        var source = SourceFields.Read(request);
        var merchant = MerchantFields.Read(request);
        var names = TransactionFields.Read(request);
        var origin = InteractionFields.ReadOrigin(request);
        CheckReference(request, kind);
        CheckTestCode(request, rules);
        if (amount is not { } money || source is null) return null;
        var order = ToOrder(names.OrderId);
        var details = new CreditOrigin(
            clientRequestId,
            source.Type,
            origin,
            merchant.MerchantId,
            merchant.TerminalId,
            names.InvoiceNumber,
            names.TransactionId,
            names.OrderId);
        var terms = new CreditTerms(
            Key.From(clientRequestId),
            order,
            money,
            source.Card,
            details.Write(),
            ComputeFingerprint(order, money, source, details));
        return new CreditRequest(terms, source.Instrument);
    }

    /// <summary>
    /// Identifies equal requests. It is stored with the request's key and is part of the processor's key, so its parts
    /// and their order must not change.
    /// </summary>
    private static string ComputeFingerprint(
        OrderNumber? order, Money amount, CreditSource source, CreditOrigin details) => Fingerprint.Compute(
        order,
        amount,
        details.SourceType,
        source.Instrument is CreditInstrument.Card { Number: var number }
            ? source.Card! with { Bin = number.FingerprintBin }
            : source.Card,
        (source.Instrument as CreditInstrument.Token)?.Data,
        details.MerchantId,
        details.TerminalId,
        details.MerchantTransactionId,
        details.MerchantInvoiceNumber);

    /// <summary>
    /// The order whose ledger the credit joins. An id that is not a valid order number is stored, but joins none.
    /// </summary>
    private static OrderNumber? ToOrder(string? merchantOrderId) =>
        !string.IsNullOrWhiteSpace(merchantOrderId) && OrderNumber.TryFrom(merchantOrderId, out var number)
            ? number
            : null;

    /// <summary>
    /// A reference must not be ignored, or money would be sent twice: it makes the request a refund of that charge.
    /// </summary>
    private static void CheckReference(JsonForm request, CreditKind kind)
    {
        const string name = "referenceTransactionDetails";
        if (!request.Has(name)) return;
        if (kind == CreditKind.Credit)
        {
            request.AddErrorMessage(
                name, "A credit can't refer to another transaction; only a refund can.", ErrorCode.FieldUnknown);
            return;
        }

        request.AddErrorMessage(
            name,
            "This API has no charges: refund a capture through the API that created it.",
            ErrorCode.ReferenceNotFound);
    }

    /// <summary>
    /// The sandbox's way to request a test error (commerce-hub-credits.md, part 8). Elsewhere the request is rejected:
    /// a caller that expects an error must not send money.
    /// </summary>
    private static void CheckTestCode(JsonForm request, CreditRules rules)
    {
        const string name = "requestedTestResponseCode";
        var additional = request.Object("additionalDataCommon").Object("additionalData");
        if (additional.Text(name, MaxTestCodeLength) is not { Length: > 0 } code) return;
        if (!rules.TakesTestCodes)
            additional.AddErrorMessage(name, $"{name} is only for the sandbox.", ErrorCode.FeatureOff);
        else if (code.Length != TestCodeDigits || !code.All(char.IsAsciiDigit))
            additional.AddErrorMessage(name, $"{name} must be the {TestCodeDigits} digits of an error code.");
        else
            additional.AddErrorMessage(name, "Test error requested by requestedTestResponseCode.", code);
    }
}
