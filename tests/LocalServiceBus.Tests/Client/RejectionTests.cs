using System.Transactions;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class RejectionTests
{
    [Fact]
    public async Task An_unknown_queue_is_not_found_for_peeking_and_scheduling()
    {
        await using var bench = await Bench.StartAsync();

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.Receiver("unknown").PeekMessageAsync());
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound,
            () => bench.Client.CreateSender("unknown").ScheduleMessageAsync(new("x"), DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Sending_to_a_dead_letter_subqueue_is_rejected()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.SendAsync("plain/$DeadLetterQueue", new ServiceBusMessage("x")));
    }

    [Fact]
    public async Task A_message_without_a_session_makes_its_whole_batch_fail()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.SendAsync("ordered", new("good") { SessionId = "s" }, new("bad")));

        Assert.Null(await bench.Receiver("ordered").PeekMessageAsync());
    }

    [Fact]
    public async Task A_transaction_across_entities_is_rejected_as_not_supported()
    {
        await using var bench = await Bench.StartAsync();
        await using var client = new ServiceBusClient(
            bench.ConnectionString, new ServiceBusClientOptions { EnableCrossEntityTransactions = true });
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        await Assert.ThrowsAsync<NotSupportedException>(
            () => client.CreateSender("plain").SendMessageAsync(new("x")));
    }

    [Fact]
    public async Task Rules_of_a_subscription_are_rejected()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAnyAsync<Exception>(
            async () =>
            {
                await foreach (var rule in bench.Client.CreateRuleManager("plain", "all").GetRulesAsync())
                    Assert.Fail($"There is a rule: {rule.Name}.");
            });
    }
}
