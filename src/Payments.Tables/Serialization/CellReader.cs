using System.Text.Json;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Tables.Serialization;

/// <summary>Reads a row of a head cell by cell, in the order in which they were written.</summary>
internal sealed class CellReader(JsonElement row, Currency currency, LedgerId ledger)
{
    private JsonElement.ArrayEnumerator _cells = row.EnumerateArray();

    public string Text() => OptionalText() ?? throw Missing();

    public string? OptionalText() => ReadNext()?.GetString();

    public Money Amount() => OptionalAmount() ?? throw Missing();

    public Money? OptionalAmount() => ReadNext() is { } cell ? new Money(cell.GetInt64(), currency) : null;

    public Id<T> Id<T>() where T : IIdentified => Ledger.Identity.Id<T>.Parse($"{T.Prefix}-{ledger}{Text()}");

    public DateTimeOffset Time() => OptionalTime() ?? throw Missing();

    public DateTimeOffset? OptionalTime() =>
        ReadNext() is { } cell ? new DateTimeOffset(cell.GetInt64(), TimeSpan.Zero) : null;

    public bool Flag() => OptionalFlag() ?? false;

    public bool? OptionalFlag() => ReadNext()?.GetBoolean();

    private JsonElement? ReadNext() =>
        _cells.MoveNext() && _cells.Current.ValueKind != JsonValueKind.Null ? _cells.Current : null;

    private static JsonException Missing() => new("A cell is missing in a row of the head.");
}
