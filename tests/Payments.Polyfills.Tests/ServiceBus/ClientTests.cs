using Azure.Core;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Broker;

namespace Payments.Polyfills.Tests.ServiceBus;

public sealed class ClientTests
{
    private const string Key = "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local";

    [Fact]
    public async Task Clients_of_one_name_share_a_store_in_memory_and_clients_of_another_do_not()
    {
        await using var one = new ServiceBusClient($"Endpoint=sb://one;{Key};UseDevelopmentEmulator=true");
        await using var same = new ServiceBusClient($"Endpoint=sb://one;{Key};UseDevelopmentEmulator=true;");
        await using var other = new ServiceBusClient($"Endpoint=sb://other;{Key};UseDevelopmentEmulator=true");

        Assert.Equal("one", one.FullyQualifiedNamespace);
        Assert.Same(one.Broker, same.Broker);
        Assert.NotSame(one.Broker, other.Broker);
    }

    [Theory]
    [InlineData($"Endpoint=sb://shop.servicebus.windows.net/;{Key}")]
    [InlineData($"Endpoint=sb://shop.servicebus.windows.net/;{Key};UseDevelopmentEmulator=true")]
    [InlineData($"Endpoint=sb://localhost;{Key}")]
    [InlineData($"Endpoint=sb://localhost;{Key};UseDevelopmentEmulator=false")]
    public void A_connection_string_that_is_not_the_emulators_is_refused(string connectionString)
    {
        var refusal = Assert.Throws<NotSupportedException>(() => new ServiceBusClient(connectionString));

        Assert.Contains("-p:AzurePackages=nuget", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_namespace_with_a_credential_is_refused()
    {
        var credential = DelegatedTokenCredential.Create((_, _) => default);

        var refusal = Assert.Throws<NotSupportedException>(
            () => new ServiceBusClient("shop.servicebus.windows.net", credential));

        Assert.Contains("shop.servicebus.windows.net", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_without_an_endpoint_is_malformed() =>
        Assert.Throws<FormatException>(() => new ServiceBusClient(Key));

    [Fact]
    public async Task A_closed_client_does_nothing_more()
    {
        await using var bench = new Bench(StoreKind.Memory);
        var sender = bench.Sending.CreateSender("credits");
        await bench.Sending.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new("x")));
        Assert.Throws<ObjectDisposedException>(() => bench.Sending.CreateReceiver("credits"));
    }

    [Fact]
    public void The_repositorys_queues_are_as_the_design_says()
    {
        var refunds = Bench.Queues["Refunds"];

        Assert.Equal(
            new QueueDefinition("refunds")
            {
                LockDuration = TimeSpan.FromMinutes(1),
                MaxDeliveryCount = 10,
                RequiresSession = true,
                RequiresDuplicateDetection = true,
                DuplicateDetectionHistoryTimeWindow = TimeSpan.FromMinutes(10),
                DefaultMessageTimeToLive = TimeSpan.FromDays(14),
                DeadLetteringOnMessageExpiration = true,
            },
            refunds);
        Assert.Equal(refunds with { Path = "credits", RequiresSession = false }, Bench.Queues["credits"]);
    }

    [Theory]
    [InlineData("""{"Name": "a", "Properties": {"ForwardTo": "b"}}""")]
    [InlineData("""{"Name": "a", "Properties": {"ForwardDeadLetteredMessagesTo": "b"}}""")]
    public void Forwarding_is_refused_rather_than_ignored(string queue) =>
        Assert.Throws<NotSupportedException>(() => QueueDefinitions.Parse(
            $$"""{ "UserConfig": { "Namespaces": [ { "Name": "sbemulatorns", "Queues": [{{queue}}] } ] } }"""));

    [Fact]
    public void The_model_factory_makes_a_message_as_it_would_be_received()
    {
        var at = DateTimeOffset.UnixEpoch;
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: new BinaryData("x"), messageId: "m", sessionId: "s", deliveryCount: 3, sequenceNumber: 7,
            timeToLive: TimeSpan.FromHours(1), enqueuedTime: at, lockTokenGuid: Guid.Empty,
            properties: new Dictionary<string, object> { ["DeadLetterReason"] = "Why", ["attempt"] = 2 });

        Assert.Equal(
            ("x", "m", "s", 3, 7L, "Why"),
            (message.Body.ToString(), message.MessageId, message.SessionId, message.DeliveryCount,
                message.SequenceNumber, message.DeadLetterReason));
        Assert.Equal(at.AddHours(1), message.ExpiresAt);
        Assert.Equal(["attempt"], new ServiceBusMessage(message).ApplicationProperties.Keys);
    }
}
