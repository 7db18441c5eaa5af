using System.Collections.Immutable;
using System.Reflection;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Testing.Samples;

/// <summary>
/// Random values of the ledger's types, built from a seed by their constructors, so that a field added to a record is
/// covered too. All money is of one currency, and all ids are of one ledger, as in a real ledger.
/// </summary>
public sealed class RandomValues(int seed, LedgerId ledger)
{
    private const int MostItems = 4;

    private static readonly NullabilityInfoContext Nullability = new();

    private readonly Random _random = new(seed);

    public Currency Currency { get; } = Currency.Parse(new[] { "USD", "JPY", "KWD", "CLF" }[Math.Abs(seed % 4)]);

    /// <summary>A random value of a type.</summary>
    public T Of<T>() => (T)Of(typeof(T));

    public object Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Of(underlying);
        if (Simple(type) is { } simple) return simple;
        if (type.IsEnum) return Pick(Enum.GetValues(type).Cast<object>().ToArray());
        if (type.IsGenericType && type.GetGenericTypeDefinition() is var generic)
        {
            var arguments = type.GetGenericArguments();
            if (generic == typeof(Id<>)) return Call(nameof(NewId), arguments);
            if (generic == typeof(ImmutableArray<>)) return Call(nameof(Items), arguments);
        }

        return Made(type);
    }

    private object? Simple(Type type)
    {
        if (type == typeof(string)) return Text();
        if (type == typeof(Key)) return Pick([.. Sample.DifficultKeys]);
        if (type == typeof(OrderNumber)) return Pick([.. Sample.DifficultOrderNumbers]);
        if (type == typeof(PaymentId)) return PaymentId.From(Pick([.. Sample.OrderCloudIds]));
        if (type == typeof(TransactionId)) return TransactionId.From(Pick([.. Sample.OrderCloudIds]));
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (type == typeof(int)) return _random.Next();
        if (type == typeof(long)) return _random.NextInt64();
        if (type == typeof(decimal)) return new decimal(_random.Next(), _random.Next(), 0, _random.Next(2) == 0, 4);
        if (type == typeof(DateTimeOffset)) return Time();
        if (type == typeof(Currency)) return Currency;
        if (type == typeof(Money)) return new Money(_random.NextInt64(Money.MaxMinorUnits), Currency);
        return type == typeof(ImmutableDictionary<string, string>)
            ? Pairs()
            : null;
    }

    /// <summary>By the longest constructor, which is a record's primary one.</summary>
    private object Made(Type type)
    {
        // A closed type: one of its cases, which are nested in it.
        if (type.IsAbstract) return Of(Pick([.. type.GetNestedTypes().Where(found => found.IsSubclassOf(type))]));
        var constructor = type.GetConstructors().MaxBy(found => found.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no constructor.");
        var arguments = constructor.GetParameters().Select(Argument).ToArray();
        return constructor.Invoke(arguments);
    }

    private object? Argument(ParameterInfo parameter)
    {
        var mayBeNull = Nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        return mayBeNull && _random.Next(3) == 0 ? null : Of(parameter.ParameterType);
    }

    private object Call(string method, Type[] arguments) =>
        GetType().GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(arguments).Invoke(this, null)!;

    private Id<T> NewId<T>() where T : IIdentified
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return _random.Next(4) == 0 ? Id<T>.NewShort(ledger, new Guid(bytes)) : Id<T>.New(ledger, new Guid(bytes));
    }

    private ImmutableArray<T> Items<T>() =>
        [.. Enumerable.Range(0, _random.Next(MostItems)).Select(_ => Of<T>())];

    private DateTimeOffset Time() => new(_random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private ImmutableDictionary<string, string> Pairs() => Enumerable.Range(0, _random.Next(MostItems))
        .ToImmutableDictionary(number => $"{number}{Text()}", _ => Text());

    private string Text() => Pick([.. Sample.DifficultTexts]);

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
