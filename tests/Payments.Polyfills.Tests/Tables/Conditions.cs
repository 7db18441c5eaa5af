using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

public sealed class Conditions(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task An_entity_is_added_once()
    {
        var added = await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }));

        Assert.Equal(204, added.Status);
        Assert.Equal(409, failure.Status);
        Assert.Equal("EntityAlreadyExists", failure.ErrorCode);
        Assert.True(failure.ErrorCode! == TableErrorCode.EntityAlreadyExists);
        Assert.Equal(1, (await ReadAsync("p", "r")).GetInt32("N"));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task An_update_with_an_ETag_of_before_is_refused(TableUpdateMode mode)
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        var now = (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, old, mode)).Headers.ETag;

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, old, mode));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (failure.Status, failure.ErrorCode));
        var read = await ReadAsync("p", "r");
        Assert.Equal(2, read.GetInt32("N"));
        Assert.Equal(now, read.ETag);
    }

    [Fact]
    public async Task A_merge_keeps_the_other_properties_and_a_replacement_does_not()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, ETag.All);
        var merged = await ReadAsync("p", "r");
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, TableUpdateMode.Replace);
        var replaced = await ReadAsync("p", "r");

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((null, null, 3), (replaced.GetInt32("A"), replaced.GetInt32("B"), replaced.GetInt32("C")));
    }

    [Fact]
    public async Task An_upsert_creates_and_an_update_does_not()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "made") { ["N"] = 1 });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "absent"), ETag.All));

        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
        Assert.Equal(1, (await ReadAsync("p", "made")).GetInt32("N"));
    }

    [Fact]
    public async Task An_update_must_name_an_ETag() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r"), default));

    [Fact]
    public async Task A_delete_with_an_ETag_of_before_is_refused_and_one_of_nothing_is_no_error()
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", old));

        Assert.Equal(412, failure.Status);
        Assert.Equal(204, (await Table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task An_entity_that_is_not_there_is_an_answer_or_an_error_as_it_was_asked()
    {
        var absent = await Table.GetEntityIfExistsAsync<TableEntity>("p", "absent");
        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table.GetEntityAsync<TableEntity>("p", "absent"));

        Assert.False(absent.HasValue);
        Assert.Equal(404, absent.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => absent.Value);
        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task An_entity_that_is_there_is_found_if_it_exists()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        var found = await Table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.True(found.HasValue);
        Assert.Equal(1, found.Value!.GetInt32("N"));
    }

    [Fact]
    public async Task A_table_is_created_once_and_deleted_once_without_an_error()
    {
        var name = $"t{Guid.NewGuid():N}";

        var created = await Service.CreateTableIfNotExistsAsync(name);
        var again = await Service.CreateTableIfNotExistsAsync(name);
        var deleted = await Service.DeleteTableAsync(name);
        var gone = await Service.DeleteTableAsync(name);

        Assert.Equal((name, 204), (created.Value.Name, created.GetRawResponse().Status));
        Assert.Equal((name, 409), (again.Value.Name, again.GetRawResponse().Status));
        Assert.Equal((204, 404), (deleted.Status, gone.Status));
    }

    [Fact]
    public async Task A_write_to_a_table_that_is_not_there_says_so()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Service.GetTableClient("absent").AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }
}
