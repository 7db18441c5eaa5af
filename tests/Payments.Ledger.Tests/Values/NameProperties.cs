using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Tests.Values;

/// <summary>The rules of the names that callers choose, at their limits.</summary>
public sealed class NameProperties
{
    private delegate bool TryFrom<T>(string? text, out T name);

    [Fact]
    public void A_key_has_1_to_255_characters_and_no_control_characters() =>
        Rule(Key.TryFrom, Key.From, key => key.Value, 255, IsPrintable);

    [Fact]
    public void An_order_number_has_1_to_100_characters_and_no_control_characters() =>
        Rule(OrderNumber.TryFrom, OrderNumber.From, number => number.Value, 100, IsPrintable);

    [Fact]
    public void A_payment_id_has_1_to_100_letters_digits_hyphens_and_underscores() =>
        Rule(PaymentId.TryFrom, PaymentId.From, id => id.Value, 100, IsOrderCloudId);

    [Fact]
    public void A_transaction_id_has_1_to_100_letters_digits_hyphens_and_underscores() =>
        Rule(TransactionId.TryFrom, TransactionId.From, id => id.Value, 100, IsOrderCloudId);

    [Fact]
    public void An_organization_id_has_1_to_491_characters_of_any_kind() =>
        Rule(OrganizationId.TryFrom, OrganizationId.From, id => id.Value, 491, _ => true);

    [Fact]
    public void The_key_of_a_resource_without_one_is_its_id()
    {
        var id = Given.Id<Refund>(1);

        Assert.Equal(Key.From(id.ToString()), Key.ForId(id));
    }

    [Fact]
    public void An_unset_name_cannot_be_read()
    {
        Assert.Throws<InvalidOperationException>(() => default(Key).Value);
        Assert.Throws<InvalidOperationException>(() => default(Key).ToString());
        Assert.Throws<InvalidOperationException>(() => default(OrderNumber).Value);
        Assert.Throws<InvalidOperationException>(() => default(OrganizationId).Value);
        Assert.Throws<InvalidOperationException>(() => default(PaymentId).Value);
        Assert.Throws<InvalidOperationException>(() => default(TransactionId).Value);
    }

    [Fact]
    public void Every_generated_key_is_valid() =>
        Holds(Generators.Keys, key => key.Value, Key.From);

    [Fact]
    public void Every_generated_order_number_is_valid() =>
        Holds(Generators.OrderNumbers, number => number.Value, OrderNumber.From);

    [Fact]
    public void Every_generated_organization_id_is_valid() =>
        Holds(Generators.OrganizationIds, id => id.Value, OrganizationId.From);

    [Fact]
    public void Every_generated_payment_id_is_valid() =>
        Holds(Generators.PaymentIds, id => id.Value, PaymentId.From);

    [Fact]
    public void Every_generated_transaction_id_is_valid() =>
        Holds(Generators.TransactionIds, id => id.Value, TransactionId.From);

    private static bool IsPrintable(char character) => !char.IsControl(character);

    private static bool IsOrderCloudId(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    private static void Holds<T>(Gen<T> names, Func<T, string> textOf, Func<string, T> from) where T : struct =>
        Prop.ForAll(names.ToArbitrary(), name => from(textOf(name)).Equals(name)).QuickCheckThrowOnFailure();

    /// <summary>All limits: lengths of 0, 1, the maximum and one more, null, and each character up to U+FFFF.</summary>
    private static void Rule<T>(
        TryFrom<T> tryFrom, Func<string, T> from, Func<T, string> textOf, int longest, Func<char, bool> isAllowed)
    {
        Accepted("a");
        Accepted(new string('a', longest));
        Rejected(null);
        Rejected("");
        Rejected(new string('a', longest + 1));
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var text = $"a{(char)code}";
            if (isAllowed((char)code)) Accepted(text);
            else Rejected(text);
        }

        void Accepted(string text)
        {
            Assert.True(tryFrom(text, out var name));
            Assert.Equal(text, textOf(name));
            Assert.Equal(name, from(text));
        }

        void Rejected(string? text)
        {
            Assert.False(tryFrom(text, out var name));
            Assert.Equal(default, name);
            Assert.Throws<FormatException>(() => from(text!));
        }
    }
}
