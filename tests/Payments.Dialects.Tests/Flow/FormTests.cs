using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Payments.Dialects.Flow.Authorizations;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Dialects.Flow.Refunds;
using Payments.Ledger.Currencies;

namespace Payments.Dialects.Tests.Flow;

public sealed class FormTests
{
    [Fact]
    public void No_bytes_make_the_reader_throw() => Prop.ForAll<byte[]>(bytes =>
    {
        var form = FlowForm.Read(bytes);
        _ = RefundForm.Read(form);
        _ = AuthorizationForm.Read(form, AuthorizationForm.Direct);
        return form.Errors.Count > 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_JSON_values_make_the_reader_throw()
    {
        string[] values =
        [
            "null", "true", "7", "-1e-3", "\"\"", "\"x\"", "\"1.5\"", "[]", "[[1]]", "{}", "{\"name\":{\"first\":[]}}",
            "\"\\u0007\"",
        ];
        string[] names =
        [
            "order_number", "authorization_id", "capture_id", "key", "amount", "currency", "rma_key", "attributes",
            "token", "cvv", "customer", "discriminator",
        ];
        var body = Gen.Elements(values).ArrayOf(names.Length).ToArbitrary();
        Prop.ForAll(body, chosen =>
        {
            var text = "{" + string.Join(',', names.Zip(chosen, (name, value) => $"\"{name}\":{value}")) + "}";
            var form = FlowForm.Read(Encoding.UTF8.GetBytes(text));
            _ = RefundForm.Read(form);
            _ = AuthorizationForm.Read(form, AuthorizationForm.Direct);
            return form.Errors.All(error => error.Message.Length > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bodies_too_deep_too_long_or_not_in_UTF8_are_rejected()
    {
        var deep = "{\"a\":" + new string('[', 40) + new string(']', 40) + "}";
        Assert.Contains("32 levels", Problem(Encoding.UTF8.GetBytes(deep)), StringComparison.Ordinal);
        Assert.Contains("longer", Problem(new byte[70_000]), StringComparison.Ordinal);
        Assert.Contains("UTF-8", Problem([(byte)'{', 0xFF, (byte)'}']), StringComparison.Ordinal);
        Assert.Contains("Duplicate", Problem("""{"x":{"a":1,"a":2}}"""u8.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(51, 1, 1, "50 pairs")]
    [InlineData(1, 101, 1, "names of 1 to 100")]
    [InlineData(1, 1, 1001, "at most 1000")]
    [InlineData(9, 4, 950, "8000 characters")]
    public void Attributes_have_limits(int pairs, int name, int value, string message)
    {
        var written = Enumerable.Range(0, pairs).Select(index =>
            $"\"{index.ToString(CultureInfo.InvariantCulture).PadLeft(name, 'n')}\":\"{new string('v', value)}\"");
        var form = FlowForm.Read(Encoding.UTF8.GetBytes("{\"attributes\":{" + string.Join(',', written) + "}}"));

        Assert.Empty(form.Attributes());
        Assert.Contains(message, Assert.Single(form.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USD", 125_000, "US$1,250.00")]
    [InlineData("EUR", 1_250, "€12.50")]
    [InlineData("CHF", 1_250, "CHF 12.50")]
    [InlineData("JPY", 1_250, "¥1,250")]
    [InlineData("KWD", 1_250, "KWD 1.250")]
    [InlineData("USD", -5, "-US$0.05")]
    public void Error_labels_are_readable_text(string currency, long minorUnits, string label) =>
        Assert.Equal(label, PriceLabel.From(new Money(minorUnits, Currency.Parse(currency))));

    private static string Problem(byte[] body) => Assert.Single(FlowForm.Read(body).Errors).Message;
}
