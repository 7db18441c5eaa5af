using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Payments.Ledger.Balances;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Tables.Serialization;

/// <summary>
/// The head as JSON, as short as possible because it is read and written with every change: a balance is an array
/// (about 120 bytes for a capture), an amount a count of minor units of the ledger's currency, an id only its own
/// digits, a time its ticks. A cell that may be null or has a default can be added at the end of an array: it may be
/// missing.
/// </summary>
internal static class HeadJson
{
    private const string UnknownOutcomes = "unsettled";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(LedgerHead head, LedgerId ledger)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            var cells = new CellWriter(json, head.Currency, ledger);
            json.WriteStartObject();
            json.WriteString("currency", head.Currency.Code);
            json.WriteNumber("sequence", head.Sequence);
            json.WritePropertyName("sums");
            cells.Row(head, WriteSums);
            if (head.Order is { } order)
            {
                json.WritePropertyName("order");
                cells.Row(order, Write);
            }

            cells.Rows("payments", head.Payments, Write);
            cells.Rows("authorizations", head.Authorizations, Write);
            cells.Rows("captures", head.Captures, Write);
            WriteUnknownOutcomes(json, head.UnknownOutcomes);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static LedgerHead Read(byte[] bytes, LedgerId ledger)
    {
        using var document = JsonDocument.Parse(bytes);
        var json = document.RootElement;
        var currency = Currency.Parse(json.GetProperty("currency").GetString()!);
        CellReader Cells(JsonElement row) => new(row, currency, ledger);
        ImmutableArray<T> Rows<T>(string name, Func<CellReader, T> read) =>
            [.. json.GetProperty(name).EnumerateArray().Select(row => read(Cells(row)))];

        var sums = Cells(json.GetProperty("sums"));
        return new LedgerHead(
            currency,
            json.TryGetProperty("order", out var order) ? ReadOrder(Cells(order)) : null,
            Rows("payments", ReadPayment),
            Rows("authorizations", ReadAuthorization),
            Rows("captures", ReadCapture),
            CreditPayments: sums.Amount(),
            OpenCredits: sums.Amount(),
            ReservedOnLedger: sums.Amount(),
            json.GetProperty("sequence").GetInt64(),
            ReadUnknownOutcomes(json),
            RefundedToCredit: sums.OptionalAmount(),
            ReservedForCredit: sums.OptionalAmount());
    }

    private static void WriteSums(CellWriter row, LedgerHead head)
    {
        row.Amount(head.CreditPayments).Amount(head.OpenCredits).Amount(head.ReservedOnLedger);
        if ((head.RefundedToCredit ?? head.ReservedForCredit) is null) return;
        row.Amount(head.RefundedToCredit).AmountAtEnd(head.ReservedForCredit);
    }

    /// <summary>Omitted if empty, which is nearly always.</summary>
    private static void WriteUnknownOutcomes(Utf8JsonWriter json, ImmutableArray<RecordKey> records)
    {
        if (records.IsEmpty) return;
        json.WriteStartArray(UnknownOutcomes);
        foreach (var record in records) json.WriteStringValue(record.Value);
        json.WriteEndArray();
    }

    private static ImmutableArray<RecordKey> ReadUnknownOutcomes(JsonElement json) =>
        json.TryGetProperty(UnknownOutcomes, out var records)
            ? [.. records.EnumerateArray().Select(record => new RecordKey(record.GetString()!))]
            : [];

    private static void Write(CellWriter row, Order order) =>
        row.Text(order.Number.Value).Amount(order.Total).Amount(order.Shipping).Flag(order.RefundsReopen);

    private static Order ReadOrder(CellReader row) =>
        new(OrderNumber.From(row.Text()), row.Amount(), row.Amount(), row.Flag());

    private static void Write(CellWriter row, PaymentBalance payment) =>
        row.Text(payment.Id.Value)
            .Amount(payment.Amount)
            .Text(payment.Type.ToString())
            .Flag(payment.Accepted)
            .Text(payment.Renamed?.Value);

    /// <summary>
    /// Not written before acceptance counted: payments other than cards were accepted unless stated otherwise.
    /// </summary>
    private static PaymentBalance ReadPayment(CellReader row)
    {
        var (id, amount) = (PaymentId.From(row.Text()), row.OptionalAmount());
        var type = Enum.Parse<PaymentType>(row.Text());
        var accepted = row.OptionalFlag() ?? type != PaymentType.CreditCard;
        var renamed = row.OptionalText() is { } name ? PaymentId.From(name) : (PaymentId?)null;
        return new PaymentBalance(id, amount, type, accepted, renamed);
    }

    private static void Write(CellWriter row, AuthorizationBalance authorization) => row
        .Id(authorization.Id)
        // Without a caller's key it repeats the id.
        .Text(authorization.Key.Value == authorization.Id.ToString() ? null : authorization.Key.Value)
        .Text(authorization.Payment?.Value)
        .Amount(authorization.Amount)
        .Amount(authorization.Captured)
        .Amount(authorization.PendingCaptures)
        .Amount(authorization.Reserved)
        .Time(authorization.ExpiresAt)
        .Flag(authorization.Reversed)
        .Flag(authorization.Implied)
        .Amount(authorization.Released)
        .Flag(authorization.OnSharedAccount)
        .AmountAtEnd(authorization.Voided);

    private static AuthorizationBalance ReadAuthorization(CellReader row)
    {
        var id = row.Id<Authorization>();
        return new AuthorizationBalance(
            id,
            row.OptionalText() is { } key ? Key.From(key) : Key.ForId(id),
            row.OptionalText() is { } payment ? PaymentId.From(payment) : null,
            Amount: row.Amount(),
            Captured: row.Amount(),
            PendingCaptures: row.Amount(),
            Reserved: row.Amount(),
            row.OptionalTime(),
            Reversed: row.Flag(),
            Implied: row.Flag(),
            Released: row.OptionalAmount(),
            OnSharedAccount: row.Flag(),
            Voided: row.OptionalAmount());
    }

    private static void Write(CellWriter row, CaptureBalance capture)
    {
        row.Id(capture.Id)
            .Id(capture.Authorization)
            .Amount(capture.Amount)
            .Amount(capture.Refunded)
            .Amount(capture.Allocated)
            .Amount(capture.Reserved)
            .Time(capture.CapturedAt)
            .Flag(capture.OnSharedAccount);
        var isDisturbed = capture is { Disputed: not null } or { Overpaid: not null } or { Voided: true };
        if (capture.AtProcessor is null && !isDisturbed) return;
        row.Text(capture.AtProcessor?.Reference).Text(capture.AtProcessor?.Processor?.Value);
        if (isDisturbed) row.Amount(capture.Disputed).Amount(capture.Overpaid).Flag(capture.Voided);
    }

    private static CaptureBalance ReadCapture(CellReader row) => new(
        row.Id<Capture>(),
        row.Id<Authorization>(),
        Amount: row.Amount(),
        Refunded: row.Amount(),
        Allocated: row.Amount(),
        Reserved: row.Amount(),
        row.Time(),
        OnSharedAccount: row.Flag(),
        ReadAtProcessor(row),
        Disputed: row.OptionalAmount(),
        Overpaid: row.OptionalAmount(),
        Voided: row.Flag());

    private static ProcessorCapture? ReadAtProcessor(CellReader row)
    {
        var (reference, name) = (row.OptionalText(), row.OptionalText());
        return reference is null
            ? null
            : new ProcessorCapture(name is null ? (ProcessorName?)null : new ProcessorName(name), reference);
    }
}
