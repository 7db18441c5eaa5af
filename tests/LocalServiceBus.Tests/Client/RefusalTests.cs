using System.Transactions;
using Azure.Messaging.ServiceBus;

namespace LocalServiceBus.Tests.Client;

public sealed class RefusalTests
{
    [Fact]
    public async Task A_queue_that_is_not_there_is_not_found_by_peeking_and_scheduling_either()
    {
        await using var bench = await Bench.StartAsync();

        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound, () => bench.Receiver("unknown").PeekMessageAsync());
        await Bench.AssertFailsAsync(
            ServiceBusFailureReason.MessagingEntityNotFound,
            () => bench.Client.CreateSender("unknown").ScheduleMessageAsync(new("x"), DateTimeOffset.MaxValue));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_dead_letter_subqueue()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.SendAsync("plain/$DeadLetterQueue", new ServiceBusMessage("x")));
    }

    [Fact]
    public async Task A_message_of_a_batch_without_a_session_spoils_the_batch()
    {
        await using var bench = await Bench.StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.SendAsync("ordered", new("good") { SessionId = "s" }, new("bad")));

        Assert.Null(await bench.Receiver("ordered").PeekMessageAsync());
    }

    [Fact]
    public async Task A_transaction_over_entities_is_refused_as_not_supported()
    {
        await using var bench = await Bench.StartAsync();
        await using var client = new ServiceBusClient(
            bench.ConnectionString, new ServiceBusClientOptions { EnableCrossEntityTransactions = true });
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);

        await Assert.ThrowsAsync<NotSupportedException>(
            () => client.CreateSender("plain").SendMessageAsync(new("x")));
    }

    [Fact]
    public async Task The_rules_of_a_subscription_are_refused()
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
