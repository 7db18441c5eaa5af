using System.Text.Json;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Tables.Serialization;

/// <summary>Writes the rows of a head cell by cell. Throws for a value of another currency or ledger.</summary>
internal sealed class CellWriter(Utf8JsonWriter json, Currency currency, LedgerId ledger)
{
    public void Rows<T>(string name, IEnumerable<T> items, Action<CellWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) Row(item, write);
        json.WriteEndArray();
    }

    public void Row<T>(T item, Action<CellWriter, T> write)
    {
        json.WriteStartArray();
        write(this, item);
        json.WriteEndArray();
    }

    public CellWriter Text(string? text)
    {
        json.WriteStringValue(text);
        return this;
    }

    public CellWriter Amount(Money? amount)
    {
        if (amount is not { } money)
            json.WriteNullValue();
        else if (money.Currency == currency)
            json.WriteNumberValue(money.MinorUnits);
        else
            throw new InvalidOperationException($"{money} does not belong to a ledger in {currency}.");
        return this;
    }

    /// <summary>An amount that is the last cell of its row: omitted if it is null.</summary>
    public CellWriter AmountAtEnd(Money? amount) => amount is null ? this : Amount(amount);

    public CellWriter Id<T>(Id<T> id) where T : IIdentified => id.Ledger == ledger
        ? Text(id.Unique)
        : throw new InvalidOperationException($"{id} does not belong to ledger {ledger}.");

    public CellWriter Time(DateTimeOffset? time)
    {
        if (time is { } given)
            json.WriteNumberValue(given.UtcTicks);
        else
            json.WriteNullValue();
        return this;
    }

    public CellWriter Flag(bool flag)
    {
        json.WriteBooleanValue(flag);
        return this;
    }
}
