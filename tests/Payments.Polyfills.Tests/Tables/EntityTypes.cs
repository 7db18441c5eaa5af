using Azure;
using Azure.Data.Tables;
using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

public sealed class EntityTypes(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string, object> Values() => new()
    {
        { "empty text", "" },
        { "text", "a\"b\\c\r\n\t'd' <e> & f" },
        { "unicode", "Grüße, 支付 💳 \u2028 \u0001" },
        { "Int32, least", int.MinValue },
        { "Int32, most", int.MaxValue },
        { "Int64, as small as an Int32", 1L },
        { "Int64, least", long.MinValue },
        { "Int64, most: more than a double can hold", long.MaxValue },
        { "true", true },
        { "false", false },
        { "double", 0.1 },
        { "double, whole", 5.0 },
        { "double, most", double.MaxValue },
        { "guid", Guid.Parse("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9") },
        { "time, to the tick", new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero).AddTicks(1_234_567) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_property_comes_back_with_its_value_and_type(string row, object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", row) { ["Value"] = value });

        var read = (await ReadAsync("p", row))["Value"];

        Assert.IsType(value.GetType(), read);
        Assert.Equal(value, read);
    }

    [Fact]
    public async Task All_types_come_back_through_their_getters_from_a_read_and_from_a_query()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var guid = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["S"] = "text",
            ["I"] = 7,
            ["L"] = 7L,
            ["B"] = true,
            ["D"] = 2.5,
            ["G"] = guid,
            ["T"] = time,
            ["X"] = new byte[] { 0, 1, 255 },
            ["Y"] = BinaryData.FromBytes(new byte[] { 9 }),
            ["N"] = null,
        });

        foreach (var entity in new[] { await ReadAsync("p", "r"), Assert.Single(await QueryAsync()) })
        {
            Assert.Equal(("p", "r"), (entity.PartitionKey, entity.RowKey));
            Assert.Equal("text", entity.GetString("S"));
            Assert.Equal(7, entity.GetInt32("I"));
            Assert.Equal(7L, entity.GetInt64("L"));
            Assert.True(entity.GetBoolean("B"));
            Assert.Equal(2.5, entity.GetDouble("D"));
            Assert.Equal(guid, entity.GetGuid("G"));
            Assert.Equal(time, entity.GetDateTimeOffset("T"));
            Assert.Equal(time.UtcDateTime, entity.GetDateTime("T"));
            Assert.Equal([0, 1, 255], entity.GetBinary("X")!);
            Assert.Equal([9], entity.GetBinaryData("Y")!.ToArray());
            Assert.Null(entity.GetString("N"));
            Assert.Null(entity.GetInt64("absent"));
            Assert.NotNull(entity.Timestamp);
            Assert.NotEqual(default, entity.ETag);
            Assert.Throws<InvalidOperationException>(() => entity.GetInt64("I"));
            Assert.Throws<InvalidOperationException>(() => entity.GetString("I"));
        }
    }

    [Fact]
    public async Task A_string_and_a_binary_of_64_KiB_come_back_whole()
    {
        // 64 KiB of UTF-16 is the service's limit for a string, and 64 KiB for a binary.
        var text = string.Concat(Enumerable.Repeat("0123456789äß支付\"\\", 2_048))[..(30 * 1_024)];
        var bytes = new byte[64 * 1_024];
        new Random(1).NextBytes(bytes);
        var entity = new TableEntity("p", "r") { ["Text"] = text };
        foreach (var chunk in Enumerable.Range(0, 5))
            entity[$"Chunk{chunk}"] = bytes;
        await Table.AddEntityAsync(entity);

        var read = await ReadAsync("p", "r");

        Assert.Equal(text, read.GetString("Text"));
        Assert.All(Enumerable.Range(0, 5), chunk => Assert.Equal(bytes, read.GetBinary($"Chunk{chunk}")!));
    }

    [Theory]
    [InlineData("o'reilly''s", "it's")]
    [InlineData("a b+c%20d", "ä支💳")]
    [InlineData("a&b=c;d,e(f)", "~!@$^*_-.:<>|`{}[]\"")]
    public async Task A_key_of_any_allowed_characters_is_found_updated_and_deleted(string partition, string row)
    {
        await Table.AddEntityAsync(new TableEntity(partition, row) { ["N"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity(partition, row) { ["M"] = 2 });

        var read = await ReadAsync(partition, row);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}");

        Assert.Equal((1, 2), (read.GetInt32("N"), read.GetInt32("M")));
        Assert.Equal(row, Assert.Single(await QueryAsync(filter)).RowKey);
        Assert.Equal(204, (await Table.DeleteEntityAsync(partition, row, read.ETag)).Status);
        Assert.Empty(await QueryAsync());
    }

    [Fact]
    public async Task Only_the_selected_properties_come()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = "3" });

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B", "C"])).Value;

        Assert.Equal((2L, "3"), (read.GetInt64("B"), read.GetString("C")));
        Assert.False(read.ContainsKey("A"));
    }

    [Fact]
    public async Task What_was_read_can_be_written_back_and_its_types_stay()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["L"] = 1L, ["T"] = DateTimeOffset.UnixEpoch });
        var read = await ReadAsync("p", "r");
        read["L"] = 2;
        await Table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace);

        var again = await ReadAsync("p", "r");

        Assert.Equal(2L, again.GetInt64("L"));
        Assert.Equal(DateTimeOffset.UnixEpoch, again.GetDateTimeOffset("T"));
        Assert.Equal(5, again.Keys.Except(["Timestamp"]).Count());
    }

    [Fact]
    public async Task A_value_of_no_stored_type_is_refused_before_anything_is_sent()
    {
        var money = new TableEntity("p", "r") { ["Amount"] = 1.10m };
        var local = new TableEntity("p", "r") { ["At"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) };

        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(money));
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(local));
        Assert.Empty(await QueryAsync());
    }

    [Fact]
    public void A_property_keeps_its_type_when_it_is_assigned_again()
    {
        var entity = new TableEntity("p", "r") { ["L"] = 1L, ["S"] = "text" };

        entity["L"] = 2;

        Assert.Equal(2L, entity["L"]);
        Assert.Throws<InvalidOperationException>(() => entity["S"] = 1);
    }
}
