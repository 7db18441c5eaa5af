using Payments.Handlers.Ports;
using Payments.Handlers.Refunds;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Currencies;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>
/// Callers that repeat requests, ports that fail before or after they did their work, messages that arrive twice and in
/// any order, a processor that declines or times out: in the end the books agree.
/// </summary>
public sealed class Storms
{
    private const int Refunds = 12;
    private const double Fault = 0.08;

    /// <summary>
    /// No time passes between two attempts here, so the last attempts, which would give up, wait until no more failures
    /// are injected.
    /// </summary>
    private const int LastTry = 5;

    private readonly Shop _shop = new();
    private readonly Lock _lock = new();
    private readonly List<WorkItem> _messages = [];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task After_many_concurrent_requests_and_failures_the_books_agree(int seed)
    {
        await _shop.CapturedAsync(40, 30, 20, 10);
        var chance = new Chance(seed);
        _shop.Wire.Before = _shop.Wire.After = (call, number) => chance.Happens(Fault)
            ? Task.FromException(new PortException($"{call} {number}"))
            : Task.CompletedTask;
        _shop.Processor.Script = asked => Answer(asked, chance);
        var processes = new[] { _shop.Another(), _shop.Another() };

        var callers = Enumerable.Range(0, 2 * Refunds).Select(number => Task.Run(
            () => InsistAsync(Requests.Refund(1 + (number % Refunds), $"k{number % Refunds}"), processes[number % 2])));
        var workers = processes.Select(process => Task.Run(() => WorkAsync(process, chance)));
        var answers = await Task.WhenAll(callers);
        await Task.WhenAll(workers);
        _shop.Wire.Calm();
        _shop.Processor.Script = _ => null;
        foreach (var message in _messages) await _shop.Queue.EnqueueAsync(message, TimeSpan.Zero, default);
        await _shop.DeliverAllAsync(atMost: 2_000);

        await TheBooksAgreeAsync(answers);
    }

    private async Task TheBooksAgreeAsync(Answer<RefundView>[] answers)
    {
        var refunds = await _shop.StoredAsync<Refund>();
        var head = await _shop.HeadAsync();
        var ids = answers.OfType<Answer<RefundView>.Accepted>().Select(answer => answer.Result.Refund.Id).ToHashSet();
        Assert.Equal(refunds.Count, refunds.Select(refund => refund.Key).Distinct().Count());
        Assert.Superset(ids, refunds.Select(refund => refund.Id).ToHashSet());
        Assert.DoesNotContain(refunds, refund => refund.Status == RefundStatus.Pending);
        Assert.Equal(Shop.Dollars(0), head.Reserved);
        Assert.Equal(head.Refunded, (await _shop.MovedAsync()).Refunded);
        Assert.Equal(head.Refunded, refunds.Sum(Shop.Usd, refund => refund.Refunded));
        Assert.All(refunds, refund => Assert.Contains(
            _shop.Timeline.List(Shop.Organization, Refund.Prefix),
            entry => entry.Record == refund.RecordKey && entry.At == refund.CreatedAt));
    }

    /// <summary>A caller that repeats its request until it gets a response.</summary>
    private async Task<Answer<RefundView>> InsistAsync(RefundRequest request, Process process)
    {
        while (true)
        {
            try
            {
                return await _shop.RefundAsync(request, process);
            }
            catch (PortException)
            {
                _shop.Clock.Advance(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    /// <summary>A worker that takes messages in any order, some of them twice, and redelivers failed ones.</summary>
    private async Task WorkAsync(Process process, Chance chance)
    {
        for (var turn = 0; turn < 60; turn++)
        {
            if (Taken(chance) is not { } message)
            {
                await Task.Delay(1);
                continue;
            }

            try
            {
                await process.HandleAsync(message);
                if (chance.Happens(0.1)) Redeliver(message);
            }
            catch (PortException)
            {
                Redeliver(message);
            }
        }
    }

    private WorkItem? Taken(Chance chance)
    {
        lock (_lock)
        {
            _messages.AddRange(_shop.Queue.TakeAll().Select(enqueued => enqueued.Work));
            var due = _messages.Where(message => message.Attempt < LastTry).ToList();
            if (due.Count == 0) return null;
            var message = due[chance.Below(due.Count)];
            _messages.Remove(message);
            return message;
        }
    }

    private void Redeliver(WorkItem message)
    {
        lock (_lock) _messages.Add(message);
    }

    private static ProcessorResponse? Answer(ProcessorOperation asked, Chance chance)
    {
        if (asked is not RefundFunds funds) return null;
        if (chance.Happens(0.15)) return new ProcessorResponse.Unknown("timeout");

        // Declines are final: the same operation never has another outcome.
        return funds.IdempotencyKey[^3] is '0' or '7' or 'c'
            ? new ProcessorResponse.Declined(new Decline(DeclineReason.Unspecified, "006", "Generic decline"))
            : null;
    }

    private sealed class Chance(int seed)
    {
        private readonly Random _random = new(seed);

        public bool Happens(double often)
        {
            lock (_random) return _random.NextDouble() < often;
        }

        public int Below(int count)
        {
            lock (_random) return _random.Next(count);
        }
    }
}
