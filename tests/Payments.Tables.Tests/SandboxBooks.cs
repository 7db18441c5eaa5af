using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;

namespace Payments.Tables.Tests;

[Collection(AzuriteCollection.Name)]
public sealed class SandboxBooks(TablesFixture tables)
{
    private readonly OrganizationId _organization = OrganizationId.From($"sandbox/{Guid.NewGuid():N}");

    private SandboxProcessor Sandbox => new(new TableSandboxBooks(tables.Accounts), TimeProvider.System);

    [Fact]
    public async Task Of_30_concurrent_refunds_of_5_against_a_capture_of_100_20_are_made_and_booked()
    {
        var captured = await CaptureAsync(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => Sandbox.ExecuteAsync(
            new RefundFunds(_organization, $"refund/{n}", Usd(5), captured), CancellationToken.None)));
        Assert.Equal(20, answers.OfType<ProcessorResponse.Approved>().Count());
        Assert.Equal(10, answers.OfType<ProcessorResponse.Declined>().Count());

        var statement = await SandboxStatement.ReadAsync(
            new TableSandboxBooks(tables.Accounts), _organization, CancellationToken.None);
        Assert.Equal(Usd(100), statement.In(Currency.Parse("USD")).Refunded);
        Assert.Equal(
            answers.OfType<ProcessorResponse.Declined>().First().Decline,
            statement.Operations.First(operation => operation.State == SandboxState.Declined).Decline);
    }

    [Fact]
    public async Task The_same_key_moves_money_once_whichever_instance_is_called()
    {
        var captured = await CaptureAsync(100);
        var refund = new RefundFunds(_organization, "once", Usd(7), captured);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            Sandbox.ExecuteAsync(refund, CancellationToken.None)));
        Assert.Single(answers.OfType<ProcessorResponse.Approved>().Select(answer => answer.Reference).Distinct());
        Assert.Equal(10, answers.OfType<ProcessorResponse.Approved>().Count());

        var statement = await SandboxStatement.ReadAsync(
            new TableSandboxBooks(tables.Accounts), _organization, CancellationToken.None);
        Assert.Equal(Usd(7), statement.In(Currency.Parse("USD")).Refunded);
    }

    [Fact]
    public async Task What_happens_later_is_stored_and_read()
    {
        var capture = await CaptureAsync(10);
        var news = new SandboxNews(new TableSandboxBooks(tables.Accounts), TimeProvider.System);
        foreach (var what in (SandboxEvent[])[
            SandboxEvent.OpenDispute, SandboxEvent.WinDispute, SandboxEvent.OpenDispute, SandboxEvent.Void])
            Assert.NotNull(await news.TellAsync(_organization, capture, what, CancellationToken.None));

        var standing = (await Sandbox.InspectCaptureAsync(_organization, capture, CancellationToken.None))!;

        Assert.True(standing.Voided);
        Assert.Equal(
            [(Usd(10), DisputeStatus.Won), (Usd(10), DisputeStatus.Open)],
            standing.Disputes.Select(dispute => (dispute.Amount, dispute.Status)));
    }

    [Fact]
    public async Task The_statement_has_what_moved_and_what_came_back_each_at_its_time()
    {
        var books = new TableSandboxBooks(tables.Accounts);
        var from = DateTimeOffset.UtcNow.AddMinutes(-1);
        var capture = await CaptureAsync(10);
        var news = new SandboxNews(books, TimeProvider.System);
        foreach (var what in (SandboxEvent[])[SandboxEvent.OpenDispute, SandboxEvent.WinDispute])
            Assert.NotNull(await news.TellAsync(_organization, capture, what, CancellationToken.None));

        var found = await ListAsync(books, from);
        var before = await new SandboxMovements(books)
            .ReadAsync(_organization, from.AddDays(-1), from, CancellationToken.None)
            .ToListAsync();

        Assert.Equal(
            [
                (MovementKind.Capture, false, capture), (MovementKind.Dispute, false, $"{capture}-dispute-1"),
                (MovementKind.Dispute, true, $"{capture}-dispute-1"),
            ],
            found.Select(movement => (movement.Kind, movement.IsReturn, movement.Reference)));
        Assert.All(found, movement => Assert.Equal(("capture", Usd(10)), (movement.Operations[0], movement.Amount)));
        Assert.Empty(before);
    }

    [Fact]
    public async Task A_row_from_before_there_were_postings_moved_when_it_was_first_requested()
    {
        var books = new TableSandboxBooks(tables.Accounts);
        var from = DateTimeOffset.UtcNow.AddMinutes(-1);
        var capture = await CaptureAsync(10);
        var stored = (await books.FindAsync(_organization, capture, CancellationToken.None))!;
        Assert.True(await books.TryWriteAsync(
            [stored with { Operation = stored.Operation with { Postings = null } }], CancellationToken.None));

        var movement = Assert.Single(await ListAsync(books, from));

        Assert.Equal((MovementKind.Capture, stored.Operation.AskedAt), (movement.Kind, movement.At));
    }

    private Task<List<ProcessorMovement>> ListAsync(TableSandboxBooks books, DateTimeOffset from) =>
        new SandboxMovements(books)
            .ReadAsync(_organization, from, from.AddHours(1), CancellationToken.None)
            .OrderBy(movement => movement.At)
            .ToListAsync()
            .AsTask();

    private async Task<string> CaptureAsync(decimal amount)
    {
        var authorized = Assert.IsType<ProcessorResponse.Approved>(await Sandbox.ExecuteAsync(
            new AuthorizeFunds(_organization, "authorize", Usd(amount), "tok-visa"), CancellationToken.None));
        var captured = Assert.IsType<ProcessorResponse.Approved>(await Sandbox.ExecuteAsync(
            new CaptureFunds(_organization, "capture", Usd(amount), authorized.Reference), CancellationToken.None));
        return captured.Reference;
    }

    private static Money Usd(decimal amount) =>
        Money.TryFromDecimal(amount, Currency.Parse("USD"), out var money) ? money : throw new FormatException();
}
