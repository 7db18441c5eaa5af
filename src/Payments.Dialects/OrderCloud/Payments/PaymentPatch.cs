using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Payments.Dialects.OrderCloud.Reading;
using Payments.Dialects.Wire.Reading;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.OrderCloud.Payments;

/// <summary>
/// A partial change of a payment (ordercloud-payments.md, part 5, Patch): fields that are not sent stay, null
/// unsets. The fields are read once; what the payment's state forbids is checked when the patch is applied.
/// </summary>
internal sealed class PaymentPatch(JsonForm fields, Currency currency, bool administrator)
{
    private static readonly JsonWriterOptions Written = new() { Encoder = OrderCloudResponses.Options.Encoder };

    /// <summary>The new id; null to keep the current one.</summary>
    public string? Id { get; } = ReadId(fields);

    private readonly Money? _amount = ReadAmount(fields, currency);
    private readonly string? _description = fields.Text("Description", PaymentReader.MaxDescriptionLength);
    private readonly bool? _accepted = ReadAccepted(fields);
    private readonly string? _extension = fields.Extension("xp");

    /// <summary>The changed payment; null if the change is forbidden.</summary>
    public Payment? Apply(Payment payment) => Forbidden(payment).IsEmpty
        ? payment with
        {
            Amount = fields.IsSent("Amount") ? _amount : payment.Amount,
            Description = fields.IsSent("Description") ? _description : payment.Description,
            Accepted = _accepted ?? payment.Accepted,
            Extension = ReadExtension(payment),
            Renamed = Id is null || Id == payment.Name.Value ? payment.Renamed
                : Id == payment.Id.Value ? null
                : PaymentId.From(Id),
        }
        : null;

    /// <summary>The changes that the payment's state, or the caller's role, forbids.</summary>
    public ImmutableArray<OrderCloudError> Forbidden(Payment payment)
    {
        var errors = ImmutableArray.CreateBuilder<OrderCloudError>();
        RequireSame("Type", payment.Type.ToString(), errors);
        RequireSame("CreditCardID", payment.CreditCardId, errors);
        RequireSame("SpendingAccountID", payment.SpendingAccountId, errors);
        if (!administrator && payment.Accepted && payment.Type == PaymentType.CreditCard)
        {
            errors.Add(new OrderCloudError(
                ErrorCodes.NotAuthorizedToPatch, "Only an administrator can change an accepted card payment."));
        }
        else if (!administrator && _accepted is { } accepted && accepted != payment.Accepted)
        {
            errors.Add(new OrderCloudError(
                ErrorCodes.CannotPatchAccepted, "Only an administrator can change Accepted."));
        }

        if (ReadExtension(payment) is { } extension
            && Encoding.UTF8.GetByteCount(extension) > OrderCloudForm.MaxExtensionLength)
        {
            errors.Add(new OrderCloudError(
                ErrorCodes.ValidationFailure,
                $"xp would be longer than {OrderCloudForm.MaxExtensionLength} bytes.",
                new FaultyField("xp")));
        }

        return errors.ToImmutable();
    }

    private string? ReadExtension(Payment payment) =>
        fields.IsSent("xp") ? MergeExtension(payment.Extension, _extension) : payment.Extension;

    /// <summary>The reference page lists ID as writable, but it can't be unset.</summary>
    private static string? ReadId(JsonForm fields)
    {
        var sound = fields.Errors.Count;
        var id = fields.Id("ID");
        if (id is not null) PaymentReader.RejectReservedId(fields, id);
        else if (fields.IsSent("ID") && fields.Errors.Count == sound)
            fields.AddError("ID", "can't be empty", ErrorCodes.CannotPatchProperty);
        return id;
    }

    /// <summary>Zero is allowed: it records a reversal.</summary>
    private static Money? ReadAmount(JsonForm fields, Currency currency)
    {
        var amount = fields.Money("Amount", currency);
        if (amount is { MinorUnits: < 0 })
            fields.AddError("Amount", "can't be less than zero", ErrorCodes.AmountGreaterThanZero);
        return amount;
    }

    private static bool? ReadAccepted(JsonForm fields)
    {
        var sound = fields.Errors.Count;
        var accepted = fields.Flag("Accepted");
        if (accepted is null && fields.IsSent("Accepted") && fields.Errors.Count == sound)
            fields.AddError("Accepted", "must be true or false");
        return accepted;
    }

    private void RequireSame(string name, string? value, ImmutableArray<OrderCloudError>.Builder errors)
    {
        if (!fields.IsSent(name)) return;
        var sent = fields.Text(name, OrderCloudForm.MaxIdLength);
        var comparison = name == "Type" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (!string.Equals(string.IsNullOrEmpty(sent) ? null : sent, value, comparison))
        {
            errors.Add(new OrderCloudError(
                ErrorCodes.CannotPatchProperty, $"{name} can't be changed.", new FaultyField(name)));
        }
    }

    /// <summary>Objects are merged at every depth; any other value replaces the old one. No key is removed.</summary>
    private static string? MergeExtension(string? old, string? patch)
    {
        if (old is null || patch is null) return patch;
        using var before = JsonDocument.Parse(old);
        using var change = JsonDocument.Parse(patch);
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Written))
        {
            Merge(writer, before.RootElement, change.RootElement);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Merge(Utf8JsonWriter writer, JsonElement before, JsonElement change)
    {
        if (before.ValueKind != JsonValueKind.Object || change.ValueKind != JsonValueKind.Object)
        {
            writer.WriteRawValue(change.GetRawText());
            return;
        }

        writer.WriteStartObject();
        foreach (var property in before.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            var changed = change.TryGetProperty(property.Name, out var found) ? found : property.Value;
            Merge(writer, property.Value, changed);
        }

        foreach (var property in change.EnumerateObject().Where(added => !before.TryGetProperty(added.Name, out _)))
        {
            writer.WritePropertyName(property.Name);
            writer.WriteRawValue(property.Value.GetRawText());
        }

        writer.WriteEndObject();
    }
}
