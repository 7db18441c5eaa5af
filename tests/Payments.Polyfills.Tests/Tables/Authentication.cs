using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Payments.Testing;

namespace Payments.Polyfills.Tests.Tables;

public sealed class Authentication(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task The_accounts_key_opens_it_and_another_key_does_not()
    {
        var right = new TableSharedKeyCredential(AzuriteFixture.AccountName, AzuriteFixture.AccountKey);
        var wrong = new TableSharedKeyCredential(AzuriteFixture.AccountName, Convert.ToBase64String(new byte[64]));

        var opened = await new TableServiceClient(Azurite.Endpoint, right)
            .GetTableClient(Table.Name).GetEntityIfExistsAsync<TableEntity>("p", "r");
        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => new TableServiceClient(Azurite.Endpoint, wrong)
                .GetTableClient(Table.Name).GetEntityIfExistsAsync<TableEntity>("p", "r"));

        Assert.False(opened.HasValue);
        Assert.Equal(403, refused.Status);
    }

    [Theory]
    [InlineData(
        "UseDevelopmentStorage=true",
        "http://127.0.0.1:10002/devstoreaccount1/orders(PartitionKey='p',RowKey='r')")]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=a2V5;EndpointSuffix=core.windows.net",
        "https://shop.table.core.windows.net/orders(PartitionKey='p',RowKey='r')")]
    [InlineData(
        "AccountName=shop;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:9/shop/;",
        "http://127.0.0.1:9/shop/orders(PartitionKey='p',RowKey='r')")]
    public async Task A_connection_string_says_where_the_tables_are(string connectionString, string expected)
    {
        var transport = new ScriptedTransport(new ScriptedResponse(404));
        var service = new TableServiceClient(connectionString, new TableClientOptions { Transport = transport });

        await service.GetTableClient("orders").GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal(expected, Assert.Single(transport.Sent).Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("AccountName=shop;AccountKey=a2V5", typeof(ArgumentException))]
    [InlineData("UseDevelopmentStorage=false", typeof(ArgumentException))]
    [InlineData("AccountName", typeof(InvalidOperationException))]
    [InlineData("AccountName=a;AccountName=b", typeof(InvalidOperationException))]
    public void A_connection_string_that_lacks_something_is_refused(string connectionString, Type expected) =>
        Assert.Throws(expected, () => new TableServiceClient(connectionString));

    [Fact]
    public async Task A_token_is_asked_for_storage_and_sent()
    {
        var (transport, credential) = (new ScriptedTransport(new ScriptedResponse(404)), new FixedToken());
        var options = new TableClientOptions { Transport = transport };
        var service = new TableServiceClient(new Uri("https://shop.table.core.windows.net"), credential, options);

        await service.GetTableClient("orders").GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes!);
        Assert.Equal("Bearer token", Assert.Single(transport.Sent).Authorization);
    }

    [Fact]
    public async Task A_token_is_not_sent_without_TLS()
    {
        var service = new TableServiceClient(Azurite.Endpoint, new FixedToken());

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => service.GetTableClient("orders").GetEntityIfExistsAsync<TableEntity>("p", "r"));
    }

    private sealed class FixedToken : TokenCredential
    {
        public string[]? Scopes { get; private set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("token", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
