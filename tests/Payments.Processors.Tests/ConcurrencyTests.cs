using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Processors.Sandbox;

namespace Payments.Processors.Tests;

public sealed class ConcurrencyTests
{
    private readonly YieldingBooks _books = new(new InMemorySandboxBooks());
    private readonly Shop _shop;

    public ConcurrencyTests() => _shop = new Shop(_books);

    [Fact]
    public async Task Of_fifty_concurrent_refunds_of_5_on_a_capture_of_100_twenty_are_approved()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(100));
        var refunds = Enumerable.Range(0, 50).Select(_ => _shop.RefundOf(capture, Shop.Dollars(5))).ToArray();
        _books.ExpectMeeting();

        var answers = await AtOnceAsync(refunds);

        Assert.Equal(20, answers.OfType<ProcessorResponse.Approved>().Count());
        Assert.Equal(30, answers.OfType<ProcessorResponse.Declined>().Count(answer => answer.Decline.Code == "810"));
        Assert.Equal(Shop.Dollars(100), (await _shop.DollarsMovedAsync()).Refunded);
        Assert.NotEqual(0, _books.Lost);
    }

    [Fact]
    public async Task The_same_key_twenty_times_concurrently_moves_money_once()
    {
        var refund = _shop.RefundOf(await _shop.CapturedAsync(Shop.Dollars(100)), Shop.Dollars(5));

        var answers = await AtOnceAsync(Enumerable.Repeat(refund, 20));

        Assert.IsType<ProcessorResponse.Approved>(Assert.Single(answers.Distinct()));
        Assert.Equal(Shop.Dollars(5), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task The_same_key_concurrently_with_timeouts_moves_money_once_and_counts_every_call()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(60000));
        foreach (var (amount, unknown) in new[] { (6001, 1), (6003, 1), (6004, 3) })
        {
            var refund = _shop.RefundOf(capture, Shop.Dollars(amount));
            var answers = await AtOnceAsync(Enumerable.Repeat(refund, 20));
            Assert.Equal(unknown, answers.OfType<ProcessorResponse.Unknown>().Count());
            Assert.Equal(20 - unknown, answers.OfType<ProcessorResponse.Approved>().Count());
        }

        Assert.Equal(Shop.Dollars(6001 + 6003 + 6004), (await _shop.DollarsMovedAsync()).Refunded);
    }

    [Fact]
    public async Task A_hundred_concurrent_refunds_on_one_capture_all_succeed()
    {
        var capture = await _shop.CapturedAsync(Shop.Dollars(100));
        var refunds = Enumerable.Range(0, 100).Select(_ => _shop.RefundOf(capture, Shop.Dollars(1))).ToArray();
        Assert.All(await AtOnceAsync(refunds), answer => Assert.IsType<ProcessorResponse.Approved>(answer));
    }

    [Fact]
    public async Task An_outcome_is_unknown_if_every_write_to_the_books_fails()
    {
        var shop = new Shop(new BusyBooks());
        Assert.IsType<ProcessorResponse.Unknown>(await shop.AuthorizeAsync(Shop.Dollars(1)));
    }

    private async Task<ProcessorResponse[]> AtOnceAsync(IEnumerable<ProcessorOperation> operations) =>
        await Task.WhenAll(operations.Select(operation => Task.Run(() => _shop.CallAsync(operation))));

    private sealed class BusyBooks : ISandboxBooks
    {
        public Task<SandboxEntry?> FindAsync(
            OrganizationId organization, string reference, CancellationToken cancellationToken) =>
            Task.FromResult<SandboxEntry?>(null);

        public Task<bool> TryWriteAsync(
            IReadOnlyCollection<SandboxEntry> entries, CancellationToken cancellationToken) => Task.FromResult(false);

        public IAsyncEnumerable<SandboxOperation> ListAsync(
            OrganizationId organization, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<SandboxOperation>();
    }
}
