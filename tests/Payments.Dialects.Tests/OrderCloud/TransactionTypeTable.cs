using System.Text.RegularExpressions;
using Payments.Dialects.OrderCloud.Payments;
using Payments.Testing;

namespace Payments.Dialects.Tests.OrderCloud;

/// <summary>docs/ordercloud-transactions.md has the same table as the code.</summary>
public sealed partial class TransactionTypeTable
{
    [Fact]
    public void The_document_lists_the_types_that_the_code_knows()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "ordercloud-transactions.md"));
        var listed = Row().Matches(text).Select(row => (row.Groups["type"].Value, row.Groups["meaning"].Value));

        Assert.Equal(
            TransactionTypes.Known.Select(known => (known.Key, known.Value.ToString())).Order(),
            listed.Order());
    }

    [Fact]
    public void A_type_has_the_same_meaning_in_any_letter_case_and_none_for_a_failed_transaction()
    {
        Assert.All(TransactionTypes.Known, known =>
        {
            Assert.Equal(known.Value, TransactionTypes.GetMeaning(known.Key.ToUpperInvariant(), succeeded: true));
            Assert.Equal(known.Value, TransactionTypes.GetMeaning(known.Key.ToLowerInvariant(), succeeded: true));
            Assert.Equal(
                Ledger.Storefront.TransactionMeaning.None, TransactionTypes.GetMeaning(known.Key, succeeded: false));
        });
    }

    [GeneratedRegex(
        @"^\| `(?<type>\w+)` \| (?<meaning>[A-Z]\w+) \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
