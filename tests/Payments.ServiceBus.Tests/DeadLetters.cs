using System.Text;
using Azure.Messaging.ServiceBus;
using Payments.Handlers.Ports;
using Payments.Handlers.Queue;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.ServiceBus.Tests;

public sealed class DeadLetters : IAsyncLifetime
{
    private LocalBus _bus = null!;
    private ServiceBusDeadLetters _letters = null!;

    public async ValueTask InitializeAsync()
    {
        _bus = await LocalBus.StartAsync();
        _letters = new ServiceBusDeadLetters(_bus.Client, new Random(1));
    }

    public async ValueTask DisposeAsync() => await _bus.DisposeAsync();

    [Fact]
    public async Task Dead_letters_are_listed_with_their_reason()
    {
        await DeadLetterAsync("one", "two");

        var listed = await _letters.ListAsync(10, default);

        Assert.Equal(["one", "two"], listed.Select(letter => letter.Body));
        Assert.All(listed, letter => Assert.Equal(
            (QueueNames.Refunds, "NotWork", "It says nothing."), (letter.Queue, letter.Reason, letter.Description)));
    }

    [Fact]
    public async Task One_dead_letter_is_requeued_in_its_session_and_the_others_stay()
    {
        await DeadLetterAsync("one", "two", "three");
        var second = (await _letters.ListAsync(10, default))[1];

        Assert.Equal(1, await _letters.RequeueAsync(QueueNames.Refunds, second.SequenceNumber, default));

        Assert.Equal("two", await TakeAsync());
        Assert.Equal(["one", "three"], (await _letters.ListAsync(10, default)).Select(letter => letter.Body).Order());
        Assert.Equal(0, await _letters.RequeueAsync(QueueNames.Refunds, second.SequenceNumber, default));
    }

    [Fact]
    public async Task All_dead_letters_of_a_queue_are_requeued()
    {
        await DeadLetterAsync("one", "two", "three");

        Assert.Equal(3, await _letters.RequeueAsync(QueueNames.Refunds, null, default));

        Assert.Empty(await _letters.ListAsync(10, default));
        Assert.Equal("one", await TakeAsync());
    }

    [Fact]
    public async Task Work_is_requeued_any_number_of_times_each_time_from_its_start_and_in_a_new_chain()
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From("o"));
        var work = new ExecuteRefund(
            new LedgerAddress(OrganizationId.From("shop"), ledger), Id<Refund>.New(ledger, Guid.NewGuid()), 5)
        {
            ChainId = "first",
        };
        await DeadLetterAsync(Encoding.UTF8.GetString(WorkMessages.Write(work).Body.Span));
        var chains = new HashSet<string?> { work.ChainId };

        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(1, await _letters.RequeueAsync(QueueNames.Refunds, null, default));
            await using var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds);
            var message = (await session.ReceiveMessageAsync(LocalBus.Briefly))!;
            var again = Assert.IsType<ReadWork.Valid>(WorkMessages.Parse(message.Body)).Work;
            Assert.Equal(work.Restart(again.ChainId!), again);
            Assert.True(chains.Add(again.ChainId));
            await session.DeadLetterMessageAsync(message, "NotWork", "It says nothing.");
        }
    }

    [Fact]
    public async Task A_message_that_always_fails_can_be_requeued_any_number_of_times()
    {
        await DeadLetterAsync("one");
        for (var times = 0; times < 5; times++)
        {
            Assert.Equal(1, await _letters.RequeueAsync(QueueNames.Refunds, null, default));
            await using var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds);
            var message = await session.ReceiveMessageAsync(LocalBus.Briefly);
            await session.DeadLetterMessageAsync(message!, "NotWork", "It says nothing.");
        }

        Assert.Equal("one", Assert.Single(await _letters.ListAsync(10, default)).Body);
    }

    private async Task DeadLetterAsync(params string[] bodies)
    {
        await using var sender = _bus.Client.CreateSender(QueueNames.Refunds);
        foreach (var body in bodies)
            await sender.SendMessageAsync(new ServiceBusMessage(body) { SessionId = "ledger" });
        await using var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds);
        foreach (var message in await session.ReceiveMessagesAsync(bodies.Length, LocalBus.Briefly))
            await session.DeadLetterMessageAsync(message, "NotWork", "It says nothing.");
    }

    private async Task<string?> TakeAsync()
    {
        await using var session = await _bus.Client.AcceptNextSessionAsync(QueueNames.Refunds);
        Assert.Equal("ledger", session.SessionId);
        return (await session.ReceiveMessageAsync(LocalBus.Briefly))?.Body.ToString();
    }
}
