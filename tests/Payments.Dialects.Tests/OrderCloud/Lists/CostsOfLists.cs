using System.Collections.Immutable;
using Payments.Dialects.OrderCloud;
using Payments.Dialects.OrderCloud.Models;
using Payments.Dialects.OrderCloud.PaymentLists;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.Tests.OrderCloud.Lists;

/// <summary>What a list may cost, in characters compared: time would depend on the machine.</summary>
public sealed class CostsOfLists
{
    private const int Payments = 400;
    private const int TextLength = 7_900;

    /// <summary>Almost matches everywhere: a search that begins anew at each character compares 67 times.</summary>
    private static readonly string Evil = $"xp.a=!*{new string('a', 66)}b{new string('a', 66)}*";

    private static readonly ImmutableArray<PaymentBody> Stored =
        [.. Enumerable.Range(0, Payments).Select(index => Payment(index, new string('a', TextLength)))];

    private readonly ComparisonBudget _budget = new(CancellationToken.None);

    [Fact]
    public void A_wildcard_costs_as_much_as_its_text_is_long_and_no_multiple_of_the_operand()
    {
        Assert.True(Read(Evil).TryPage(Stored, _budget, out var page, out _));

        Assert.Equal(Payments, page.Meta.TotalCount);
        Assert.InRange(_budget.Spent, Payments * TextLength, 4L * Payments * TextLength);
    }

    [Fact]
    public void A_list_that_would_cost_too_much_is_rejected_by_the_parameter_s_name_and_the_work_ends()
    {
        var query = Read(string.Join('&', Enumerable.Repeat(Evil, PaymentListReader.MaxFilters)));

        var error = Rejection(query);

        Assert.Equal(("ValidationFailure", new FaultyField("xp.a")), (error.ErrorCode, error.Data));
        Assert.StartsWith("xp.a makes this list too costly", error.Message, StringComparison.Ordinal);
        Assert.InRange(_budget.Spent, 0, ComparisonBudget.MaxCharacters + (2 * TextLength));
    }

    [Fact]
    public void So_is_a_sort_order_of_texts_that_begin_alike() =>
        Assert.Equal(new FaultyField("sortBy"), Rejection(Read("sortBy=xp.a,!xp.a")).Data);

    [Fact]
    public void So_are_alternatives_without_end() =>
        Assert.Equal(
            new FaultyField("xp.a"),
            Rejection(Read($"xp.a={string.Join('|', Enumerable.Repeat("*b", 3_000))}|*ab*")).Data);

    [Fact]
    public void A_search_costs_as_much_as_its_texts_are_long_however_often_a_field_is_named()
    {
        var descriptions = Stored.Select(payment => payment with { Description = new string('d', 2_000) });
        var once = Spent("search=ddx&searchOn=Description");

        Assert.InRange(once, 1, 4L * Payments * 2_000);
        Assert.Equal(once, Spent("search=ddx&searchOn=Description,description,Description"));

        long Spent(string query)
        {
            var budget = new ComparisonBudget(CancellationToken.None);
            Assert.True(Read(query).TryPage([.. descriptions], budget, out _, out _));
            return budget.Spent;
        }
    }

    [Fact]
    public void The_work_stops_when_the_caller_leaves()
    {
        using var caller = new CancellationTokenSource();
        caller.Cancel();
        var budget = new ComparisonBudget(caller.Token);

        Assert.Throws<OperationCanceledException>(() => Read(Evil).TryPage(Stored, budget, out _, out _));

        Assert.Equal(0, budget.Spent);
    }

    [Fact]
    public void Ten_sort_fields_and_32_names_in_a_path_are_the_most()
    {
        var ten = string.Join(',', Enumerable.Repeat("ID", PaymentListReader.MaxSortFields));
        var deepest = $"xp{string.Concat(Enumerable.Repeat(".a", PaymentField.MaxPathNames))}";

        Assert.Equal([], Errors($"sortBy={ten}"));
        Assert.Equal(["ValidationFailure"], Errors($"sortBy={ten},ID"));
        Assert.Equal(["ValidationFailure"], Errors($"sortBy={ten}&sortBy=ID"));
        Assert.Equal([], Errors($"{deepest}=1"));
        Assert.Equal(["List.InvalidProperty"], Errors($"{deepest}.a=1"));
    }

    [Fact]
    public void Twenty_five_errors_are_told_and_that_there_are_more()
    {
        string Unknown(int count) => string.Join('&', Enumerable.Range(0, count).Select(index => $"no{index}=1"));

        Assert.Equal(Echo.MaxErrors, Errors(Unknown(Echo.MaxErrors)).Length);
        Assert.False(PaymentListQuery.TryRead(Unknown(5_000), out _, out var errors));
        Assert.Equal(Echo.MaxErrors + 1, errors.Length);
        Assert.Equal("There are more errors than these 25.", errors[^1].Message);
    }

    [Fact]
    public void What_an_error_repeats_is_short_and_no_card_number()
    {
        Assert.False(PaymentListQuery.TryRead(
            $"Amount={new string('y', 7_000)}&{new string('n', 7_000)}=1&Amount=4111111111111111x",
            out _,
            out var errors));

        Assert.All(errors, error => Assert.InRange(error.Message.Length, 1, 2 * Echo.MaxLength));
        Assert.DoesNotContain(errors, error => error.Message.Contains("4111", StringComparison.Ordinal));
    }

    private OrderCloudError Rejection(PaymentListQuery query)
    {
        Assert.False(query.TryPage(Stored, _budget, out _, out var error));
        return error;
    }

    private static PaymentListQuery Read(string query)
    {
        Assert.True(PaymentListQuery.TryRead($"?{query}", out var read, out _));
        return read;
    }

    private static string[] Errors(string query)
    {
        PaymentListQuery.TryRead($"?{query}", out _, out var errors);
        return [.. errors.Select(error => error.ErrorCode)];
    }

    private static PaymentBody Payment(int index, string text) => new()
    {
        ID = $"p-{index}",
        Type = "CreditCard",
        DateCreated = "2024-03-05T08:09:10.12+00:00",
        Currency = "USD",
        Accepted = true,
        Extension = $$"""{"a":"{{text}}"}""",
        Transactions = [],
    };
}
