using System.Text.Json;
using Payments.Ledger;

namespace Payments.Azure.Serialization;

/// <summary>Reads a row of a head, cell after cell, in the order in which they were written.</summary>
internal sealed class CellReader(JsonElement row, Currency currency, LedgerId ledger)
{
    private JsonElement.ArrayEnumerator _cells = row.EnumerateArray();

    public string Text() => OptionalText() ?? throw Missing();

    public string? OptionalText() => Next()?.GetString();

    public Money Amount() => OptionalAmount() ?? throw Missing();

    public Money? OptionalAmount() => Next() is { } cell ? new Money(cell.GetInt64(), currency) : null;

    public Id<T> Id<T>() where T : IIdentified => Ledger.Id<T>.Parse($"{T.Prefix}-{ledger}{Text()}");

    public DateTimeOffset Time() => OptionalTime() ?? throw Missing();

    public DateTimeOffset? OptionalTime() =>
        Next() is { } cell ? new DateTimeOffset(cell.GetInt64(), TimeSpan.Zero) : null;

    public bool Flag() => OptionalFlag() ?? false;

    public bool? OptionalFlag() => Next()?.GetBoolean();

    private JsonElement? Next() =>
        _cells.MoveNext() && _cells.Current.ValueKind != JsonValueKind.Null ? _cells.Current : null;

    private static JsonException Missing() => new("A row of the head lacks a cell.");
}
