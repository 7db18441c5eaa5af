using System.Collections.Immutable;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.PaymentLists;

namespace Payments.Dialects.Tests.OrderCloud.Lists;

public sealed class FilterGrammar
{
    private static readonly ImmutableArray<PaymentBody> Payments =
    [
        Payment("red", "PurchaseOrder", 10m, true, "First of all", """{"n":1,"tags":["a","b"],"deep":{"on":true},"t":"x|y"}"""),
        Payment("Green", "CreditCard", 20.5m, false, "second", """{"n":2.50,"tags":["b"],"deep":{"on":false},"t":"5"}"""),
        Payment("blue", "SpendingAccount", null, true, null, null),
        Payment("redder", "CreditCard", 1000m, false, "Fourth *", """{"N":10,"deep":null,"t":""}"""),
    ];

    [Theory]
    [InlineData("ID=red", "red")]
    [InlineData("id=RED", "red")]
    [InlineData("ID=red|blue", "red blue")]
    [InlineData("ID=red%7Cblue", "red blue")]
    [InlineData("ID=!red", "Green blue redder")]
    [InlineData("ID=!!red", "red")]
    [InlineData("ID=red*", "red redder")]
    [InlineData("ID=*e*", "red Green blue redder")]
    [InlineData("ID=*ee*", "Green")]
    [InlineData("ID=r*d*r", "redder")]
    [InlineData("ID=re*ed", "")]
    [InlineData("ID=!r*", "Green blue")]
    [InlineData("ID=!red|redder", "Green blue redder")]
    [InlineData("ID=!red&ID=!blue", "Green redder")]
    [InlineData("ID=>red", "redder")]
    [InlineData("ID=<blue", "Green")]
    [InlineData("Description=*", "red Green redder")]
    [InlineData("Description=!*", "blue")]
    [InlineData("Description=!second", "red blue redder")]
    [InlineData("Description=First+of%20all", "red")]
    [InlineData("Description=Fourth \\*", "redder")]
    [InlineData("Description=*\\*", "redder")]
    public void Texts(string query, string ids) => Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("Amount=10", "red")]
    [InlineData("Amount=10.00", "red")]
    [InlineData("Amount=!10", "Green blue redder")]
    [InlineData("Amount=>10", "Green redder")]
    [InlineData("Amount=<1000", "red Green")]
    [InlineData("Amount=>=20.50", "Green redder")]
    [InlineData("Amount=<=20.5", "red Green")]
    [InlineData("Amount==<20.5", "red Green")]
    [InlineData("Amount=!<20.5", "Green redder")]
    [InlineData("Amount=!>20.5", "red Green")]
    [InlineData("Amount=!>=20.5", "red")]
    [InlineData("Amount=>10&Amount=<100", "Green")]
    [InlineData("Amount=<15|>500", "red redder")]
    [InlineData("Amount=*", "red Green redder")]
    [InlineData("Amount=!*", "blue")]
    public void Numbers(string query, string ids) => Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("Accepted=true", "red blue")]
    [InlineData("Accepted=True", "red blue")]
    [InlineData("accepted=!true", "Green redder")]
    [InlineData("Type=creditcard", "Green redder")]
    [InlineData("Type=1", "Green redder")]
    [InlineData("Type=0|2", "red blue")]
    [InlineData("Type=!CreditCard&Type=!PurchaseOrder", "blue")]
    [InlineData("Type=*Account", "blue")]
    [InlineData("xp=*", "red Green redder")]
    [InlineData("xp=!*", "blue")]
    [InlineData("Transactions=!*", "red Green blue redder")]
    [InlineData("Currency=usd", "red Green blue redder")]
    [InlineData("OrderReturnID=*", "")]
    public void Filters_match_flags_types_and_structures(string query, string ids) => Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("DateCreated=2024-03-05T08:09:10.12Z", "red Green blue redder")]
    [InlineData("DateCreated=2024-03-05T10:09:10.12+02:00", "red Green blue redder")]
    [InlineData("DateCreated=>2024-03-05T08:09:10.12%2B00:00", "")]
    [InlineData("DateCreated=!<2024-03-05T08:09:10.12", "red Green blue redder")]
    [InlineData("DateCreated=>2024-03-05", "red Green blue redder")]
    [InlineData("DateCreated=<2024-03-05", "")]
    [InlineData("DateCreated=2024-03-05*", "red Green blue redder")]
    public void Times(string query, string ids) => Assert.Equal(ids, Found(query));

    /// <summary>
    /// A DateTimeOffset as <c>$"{prefix}{value}"</c> writes it in the invariant culture and in en-US.
    /// </summary>
    [Theory]
    [InlineData("DateCreated=>03/04/2024 08:09:10 %2B00:00", "red Green blue redder")]
    [InlineData("DateCreated=%3E3%2F4%2F2024%208%3A09%3A10%20AM%20%2B00%3A00", "red Green blue redder")]
    [InlineData("DateCreated=>3/4/2024 8:09:10\u202fAM %2B00:00", "red Green blue redder")]
    [InlineData("DateCreated=>3/4/2024 8:09:10 PM +00:00", "red Green blue redder")]
    [InlineData("DateCreated=>03/05/2024 10:09:10 %2B02:00", "red Green blue redder")]
    [InlineData("DateCreated=>03/05/2024 08:09:11 %2B00:00", "")]
    [InlineData("DateCreated=<03/05/2024 08:09:11 %2B00:00", "red Green blue redder")]
    [InlineData("DateCreated=<3/5/2024 8:09:10 AM %2B00:00", "")]
    [InlineData("DateCreated=!<3/5/2024 8:09:10 AM %2B00:00", "red Green blue redder")]
    [InlineData("DateCreated=!>03/05/2024 03:09:11 -05:00", "red Green blue redder")]
    [InlineData("DateCreated=!>3/4/2024 11:59:59 PM %2B00:00", "")]
    [InlineData("DateCreated=03/05/2024 08:09:10 %2B00:00", "red Green blue redder")]
    [InlineData("DateCreated=!03/05/2024 08:09:10 %2B00:00", "")]
    [InlineData("DateCreated=03/05/2024 08:09:11 %2B00:00", "")]
    [InlineData("DateCreated=3/5/2024 8:09:10 AM", "red Green blue redder")]
    [InlineData("DateCreated=<3/5/2024 12:00:00 AM|>3/5/2024 12:00:00 PM", "")]
    public void Filters_match_times_in_the_format_of_the_NET_client(string query, string ids) =>
        Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("DateCreated=>13/05/2024 08:09:10 %2B00:00")]
    [InlineData("DateCreated=>03/05/2024 13:09:10 PM %2B00:00")]
    [InlineData("DateCreated=>05.03.2024 08:09:10 %2B00:00")]
    [InlineData("DateCreated=>03/05/2024")]
    [InlineData("DateCreated=>")]
    [InlineData("Amount=>")]
    public void A_time_in_any_other_format_is_rejected_not_guessed(string query)
    {
        Assert.False(PaymentListQuery.TryRead(query, out _, out var errors));
        Assert.Equal("List.InvalidType", Assert.Single(errors).ErrorCode);
    }

    /// <summary>
    /// The .NET client sends nothing for <c>== null</c>, and only the exclamation mark for <c>!= null</c>.
    /// </summary>
    [Theory]
    [InlineData("Description=", "blue")]
    [InlineData("Description=!", "red Green redder")]
    [InlineData("Description=|second", "Green blue")]
    [InlineData("Description=second|", "Green blue")]
    [InlineData("CreditCardID=", "red Green blue redder")]
    [InlineData("CreditCardID=!", "")]
    [InlineData("Amount=", "blue")]
    [InlineData("Amount=!", "red Green redder")]
    [InlineData("Amount=|>500", "blue redder")]
    [InlineData("DateCreated=", "")]
    [InlineData("Type=", "")]
    [InlineData("Type=!", "red Green blue redder")]
    [InlineData("Accepted=", "")]
    [InlineData("Accepted=!", "red Green blue redder")]
    [InlineData("xp=", "blue")]
    [InlineData("xp=!", "red Green redder")]
    [InlineData("Transactions=", "red Green blue redder")]
    [InlineData("xp.t=", "blue redder")]
    [InlineData("xp.t=!", "red Green")]
    [InlineData("xp.deep=", "blue redder")]
    [InlineData("xp.deep=!", "red Green")]
    [InlineData("xp.nothing=", "red Green blue redder")]
    public void An_empty_value_matches_payments_without_one(string query, string ids) =>
        Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("xp.n=1", "red")]
    [InlineData("xp.n=2.5", "Green")]
    [InlineData("xp.n=>1", "Green redder")]
    [InlineData("XP.n=!>2.5", "red Green")]
    [InlineData("xp.n=!1", "Green blue redder")]
    [InlineData("xp.n=!*", "blue")]
    [InlineData("xp.tags=a", "red")]
    [InlineData("xp.tags=b", "red Green")]
    [InlineData("xp.tags=!a", "Green blue redder")]
    [InlineData("xp.deep.on=true", "red")]
    [InlineData("xp.deep.on=!true", "Green blue redder")]
    [InlineData("xp.deep=*", "red Green")]
    [InlineData("xp.deep.on.more=*", "")]
    [InlineData("xp.t=x\\|y", "red")]
    [InlineData("xp.t=5", "Green")]
    [InlineData("xp.n=>abc", "")]
    public void Filters_match_paths_into_xp(string query, string ids) => Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("search=RED", "red redder")]
    [InlineData("search=first%20of", "red")]
    [InlineData("search=o", "red Green redder")]
    [InlineData("search=red&searchOn=Description", "")]
    [InlineData("search=o&searchOn=ID", "")]
    [InlineData("search=second&searchOn=ID%2CDescription", "Green")]
    [InlineData("search=&searchOn=", "red Green blue redder")]
    public void Searches(string query, string ids) => Assert.Equal(ids, Found(query));

    [Theory]
    [InlineData("sortBy=ID", "Green blue red redder")]
    [InlineData("sortBy=!ID", "redder red blue Green")]
    [InlineData("sortBy=Type", "Green redder red blue")]
    [InlineData("sortBy=!Type,!ID", "blue red redder Green")]
    [InlineData("SortBy=type,id", "Green redder red blue")]
    [InlineData("sortBy=xp.n", "blue red Green redder")]
    [InlineData("sortBy=!xp.n", "redder Green red blue")]
    [InlineData("sortBy=", "red Green blue redder")]
    public void Orders(string query, string ids) => Assert.Equal(ids, Found(query));

    [Fact]
    public void At_most_fifty_filters_are_accepted()
    {
        Assert.True(PaymentListQuery.TryRead(string.Join('&', Enumerable.Repeat("ID=*", 50)), out _, out _));
        Assert.False(PaymentListQuery.TryRead(
            string.Join('&', Enumerable.Repeat("ID=*", 51)), out _, out var errors));
        Assert.Equal("ValidationFailure", Assert.Single(errors).ErrorCode);
    }

    [Theory]
    [InlineData("Amount=1*")]
    [InlineData("Amount=1|x")]
    [InlineData("Amount=>*")]
    [InlineData("ID=>a*")]
    [InlineData("Accepted=>true")]
    [InlineData("Type=3")]
    public void A_value_of_the_wrong_type_for_its_field_is_rejected(string query)
    {
        Assert.False(PaymentListQuery.TryRead(query, out _, out var errors));
        Assert.Equal("List.InvalidType", Assert.Single(errors).ErrorCode);
    }

    private static string Found(string query)
    {
        Assert.True(PaymentListQuery.TryRead("?" + query, out var read, out var errors));
        Assert.Empty(errors);
        Assert.True(read.TryPage(Payments, new ComparisonBudget(CancellationToken.None), out var page, out _));
        return string.Join(' ', page.Items.Select(payment => payment.ID));
    }

    private static PaymentBody Payment(
        string id, string type, decimal? amount, bool accepted, string? description, string? extension) => new()
        {
            ID = id,
            Type = type,
            DateCreated = "2024-03-05T08:09:10.12+00:00",
            Description = description,
            Currency = "USD",
            Amount = amount,
            Accepted = accepted,
            Extension = extension,
            Transactions = [],
        };
}
