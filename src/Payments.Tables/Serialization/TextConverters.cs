using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Tables.Serialization;

/// <summary>A value that is stored as one string.</summary>
internal sealed class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException($"A {typeof(T).Name} can't be null.");
        try
        {
            return read(text);
        }
        catch (FormatException malformed)
        {
            throw new JsonException(malformed.Message, malformed);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(write(value));
}

/// <summary>Ids of all kinds, as strings.</summary>
internal sealed class IdConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(
            typeof(IdConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class IdConverter<T> : JsonConverter<Id<T>> where T : IIdentified
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id<T>.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException($"'{reader.GetString()}' is not an id of kind '{T.Prefix}'.");

        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>Money as its count of minor units and its currency: <c>7500 USD</c> is 75 dollars.</summary>
internal static class MoneyText
{
    public static string Write(Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"{money.MinorUnits} {money.Currency.Code}");

    public static Money Read(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && long.TryParse(text.AsSpan(0, space), CultureInfo.InvariantCulture, out var minorUnits)
            ? new Money(minorUnits, Currency.Parse(text[(space + 1)..]))
            : throw new FormatException($"'{text}' is not an amount of money.");
    }
}
