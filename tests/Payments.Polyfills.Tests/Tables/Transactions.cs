using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Payments.Testing;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Payments.Polyfills.Tests.Tables;

public sealed class Transactions(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_hundred_actions_are_one_change()
    {
        var actions = Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, Row(i))).ToList();

        var answer = await Table.SubmitTransactionAsync(actions);

        Assert.Equal(202, answer.GetRawResponse().Status);
        Assert.Equal(100, answer.Value.Count);
        var stored = await QueryAsync();
        Assert.Equal(Enumerable.Range(0, 100), stored.Select(entity => entity.GetInt32("N")!.Value));
        Assert.Equal(stored.Select(entity => (ETag?)entity.ETag), answer.Value.Select(part => part.Headers.ETag));
    }

    [Fact]
    public async Task Each_kind_of_action_does_what_it_says()
    {
        foreach (var row in Enumerable.Range(0, 4))
            await Table.AddEntityAsync(Row(row));
        var head = await ReadAsync("p", "000");

        var answer = await Table.SubmitTransactionAsync(
        [
            new(UpdateMerge, Changed(0), head.ETag),
            new(UpdateReplace, Changed(1), ETag.All),
            new(UpsertMerge, Changed(2)),
            new(UpsertReplace, Changed(10)),
            new(Delete, Changed(3)),
            new(Add, Changed(11)),
        ]);

        Assert.All(answer.Value, part => Assert.Equal(204, part.Status));
        var stored = await QueryAsync();
        Assert.Equal(
            [("000", 0, 5L), ("001", null, 5L), ("002", 2, 5L), ("010", null, 5L), ("011", null, 5L)],
            stored.Select(entity => (entity.RowKey, entity.GetInt32("N"), entity.GetInt64("M") ?? 0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task One_refused_action_refuses_all_and_is_named(int refused)
    {
        await Table.AddEntityAsync(Row(refused));
        var actions = Enumerable.Range(0, 5).Select(i => new TableTransactionAction(Add, Row(i)));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(actions));

        Assert.Equal((409, refused), (failure.Status, failure.FailedTransactionActionIndex));
        Assert.True(failure.ErrorCode! == TableErrorCode.EntityAlreadyExists);
        Assert.Single(await QueryAsync());
    }

    [Fact]
    public async Task A_head_that_has_changed_refuses_the_transaction()
    {
        var old = (await Table.AddEntityAsync(Row(0))).Headers.ETag!.Value;
        await Table.UpsertEntityAsync(Row(0));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(Add, Row(1)), new(UpdateReplace, Changed(0), old), new(Add, Row(2))]));

        Assert.Equal((412, 1), (failure.Status, failure.FailedTransactionActionIndex));
        Assert.Equal("UpdateConditionNotSatisfied", failure.ErrorCode);
        Assert.Equal(0, Assert.Single(await QueryAsync()).GetInt32("N"));
    }

    [Fact]
    public async Task Text_of_any_kind_and_keys_with_quotes_pass_through_a_transaction()
    {
        var text = "Grüße 支付 💳\r\n--changeset_x\r\nHTTP/1.1 500 no\r\n" + new string('x', 30_000);
        var entity = new TableEntity("o'p", "it's ä") { ["Text"] = text, ["Bytes"] = new byte[64 * 1_024] };

        await Table.SubmitTransactionAsync([new(Add, entity)]);

        var read = await ReadAsync("o'p", "it's ä");
        Assert.Equal(text, read.GetString("Text"));
        Assert.Equal(64 * 1_024, read.GetBinary("Bytes")!.Length);
    }

    [Fact]
    public async Task A_transaction_of_nothing_is_refused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

    private static TableEntity Row(int number) => new("p", $"{number:000}") { ["N"] = number };

    private static TableEntity Changed(int number) => new("p", $"{number:000}") { ["M"] = 5L };
}
