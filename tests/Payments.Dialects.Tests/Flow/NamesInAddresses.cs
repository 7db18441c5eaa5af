namespace Payments.Dialects.Tests.Flow;

/// <summary>Keys by which a resource could not be found are rejected when it is created.</summary>
public sealed class NamesInAddresses : IDisposable
{
    private const string Id = "-0123456789abcdef01230123456789abcdef0123456789abcdef";

    private readonly FlowShop _shop = new();

    public void Dispose() => _shop.Dispose();

    public static TheoryData<string> Reserved => new(
        ".", "..", "versions", "Versions", "summary", $"ref{Id}", $"cap{Id}", $"aut{Id}", $"crp{Id}");

    [Theory]
    [MemberData(nameof(Reserved))]
    public async Task A_key_that_no_address_can_contain_is_rejected(string key)
    {
        var (authorization, _) = await _shop.PaidOrder("c-1", "50");
        await _shop.Service.DrainAsync();
        foreach (var ask in new[]
        {
            () => _shop.Credit(CreditOf(key)),
            () => _shop.Authorize(
                $$"""{"discriminator":"direct_authorization_form","token":"t","amount":1,"currency":"USD","key":"{{key}}"}"""),
            () => _shop.Capture($$"""{"authorization_id":"{{authorization}}","amount":1,"key":"{{key}}"}"""),
            () => _shop.Refund($$"""{"order_number":"c-1","amount":1,"key":"{{key}}"}"""),
        })
        {
            Assert.Contains("reserved", (await _shop.Rejected(ask)).Messages, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("versions")]
    [InlineData("VERSIONS")]
    [InlineData("summary")]
    public async Task A_key_that_is_a_word_of_a_route_is_rejected(string key)
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");

        foreach (var ask in new[]
        {
            () => _shop.PutCredit(
                key, """{"order_number":"c-1","description":"Gift","amount":1,"max":5,"currency":"USD"}"""),
            () => _shop.PutAuthorization(
                key, """{"discriminator":"direct_authorization_form","token":"t","amount":1,"currency":"USD"}"""),
        })
        {
            Assert.Contains("reserved", (await _shop.Rejected(ask)).Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_slash_and_its_escaped_form_are_two_keys()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var slash = await _shop.Credit(CreditOf("g/1"));
        var escape = await _shop.Credit(CreditOf("g%2F1"));

        Assert.Equal((201, 201), (slash.Status, escape.Status));
        Assert.NotEqual(slash.Of("id"), escape.Of("id"));
        Assert.Equal(204, (await _shop.DeleteCredit("g%2F1")).Status);
        Assert.Equal(slash.Text, (await _shop.GetCredit("g/1")).Text);
        Assert.Equal(404, (await _shop.GetCredit("g%2F1")).Status);
    }

    [Fact]
    public async Task An_id_in_the_address_still_replaces_its_resource()
    {
        await _shop.PutOrder("c-1", """{"currency":"USD","total":100}""");
        var made = await _shop.Credit(CreditOf("k-1"));

        var replaced = await _shop.PutCredit(
            made.Of("id"), """{"order_number":"c-1","description":"Gift","amount":2,"max":5,"currency":"USD"}""");

        Assert.Equal((200, "2.00"), (replaced.Status, (await _shop.GetOrder("c-1")).Number("credited")));
    }

    private static string CreditOf(string key) =>
        $$"""{"order_number":"c-1","description":"Gift","amount":1,"max":5,"currency":"USD","key":"{{key}}"}""";
}
