using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

public sealed class Retries
{
    private const string Entity = """{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","N":1}""";

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again_with_a_new_signature()
    {
        var transport = new ScriptedTransport(new(503), new(500), new(200, Entity));

        var read = await Table(transport).GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(1, read.Value.GetInt32("N"));
        Assert.Equal(new ETag("W/\"1\""), read.Value.ETag);
        Assert.Equal(3, transport.Sent.Count);
        Assert.Single(transport.Sent.Select(request => request.Uri).Distinct());
        Assert.All(transport.Sent, request => Assert.StartsWith("SharedKeyLite account:", request.Authorization));
    }

    [Fact]
    public async Task A_write_is_sent_again_whole()
    {
        var transport = new ScriptedTransport(new(503), new(204));

        await Table(transport).AddEntityAsync(new TableEntity("p", "r") { ["L"] = 1L });

        const string Body = """{"PartitionKey":"p","RowKey":"r","L":"1","L@odata.type":"Edm.Int64"}""";
        Assert.Equal([Body, Body], transport.Sent.Select(request => request.Body));
    }

    [Fact]
    public async Task A_client_told_to_slow_down_waits_as_long_as_it_was_told()
    {
        var transport = new ScriptedTransport(new(429, "", ("Retry-After", "1")), new(200, Entity));

        await Table(transport).GetEntityAsync<TableEntity>("p", "r");

        var waited = transport.Sent[1].At - transport.Sent[0].At;
        Assert.InRange(waited, TimeSpan.FromSeconds(0.95), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_an_error_in_the_end()
    {
        var transport = new ScriptedTransport([.. Enumerable.Range(0, 4).Select(_ => new ScriptedResponse(503))]);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table(transport).GetEntityIfExistsAsync<TableEntity>("p", "r"));

        Assert.Equal(503, failure.Status);
        Assert.Equal(4, transport.Sent.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_asked_again()
    {
        const string Body = """{"odata.error":{"code":"InvalidInput","message":{"lang":"en-US","value":"No."}}}""";
        var transport = new ScriptedTransport(new ScriptedResponse(400, Body));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table(transport).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((400, "InvalidInput"), (failure.Status, failure.ErrorCode));
        Assert.StartsWith("No.", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad request</html>")]
    [InlineData("[]")]
    [InlineData("""{"odata.error":{}}""")]
    [InlineData("""{"odata.error":"no"}""")]
    public async Task An_error_that_is_not_the_services_own_still_has_its_status(string body)
    {
        var transport = new ScriptedTransport(new ScriptedResponse(400, body));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => Table(transport).AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((400, null), (failure.Status, failure.ErrorCode));
    }

    private static TableClient Table(ScriptedTransport transport)
    {
        var options = new TableClientOptions
        {
            Transport = transport,
            Retry = { Mode = RetryMode.Fixed, Delay = TimeSpan.FromMilliseconds(1) },
        };
        var credential = new TableSharedKeyCredential("account", AzuriteFixture.AccountKey);
        return new TableServiceClient(new Uri("https://account.table.core.windows.net/"), credential, options)
            .GetTableClient("orders");
    }
}
