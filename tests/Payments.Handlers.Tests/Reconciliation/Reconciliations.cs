using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;
using Payments.Handlers.Telemetry;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Webhooks;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Processors.Sandbox;
using Payments.Testing.InMemory;

namespace Payments.Handlers.Tests.Reconciliation;

/// <summary>The comparison of the sandbox's books with the ledgers of a shop.</summary>
public sealed class Reconciliations
{
    private readonly Shop _shop = new();
    private readonly ScriptedStatement _statement;
    private readonly DateTimeOffset _start;

    public Reconciliations()
    {
        _statement = new ScriptedStatement(new SandboxMovements(_shop.Books));
        _start = _shop.Clock.GetUtcNow();
    }

    [Fact]
    public async Task What_was_captured_refunded_and_credited_agrees()
    {
        await RefundedAsync("tok-visa", 40);
        (await _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(5), default)).Result();
        await _shop.DeliverAllAsync();

        var compared = await ReconcileAsync();

        Assert.Equal((3, 0), (compared.Movements, compared.Foreign));
        Assert.Empty(compared.Differences);
    }

    [Fact]
    public async Task A_refund_that_failed_later_and_of_which_no_notification_came_is_found()
    {
        var refund = await RefundedAsync("tok-visa", 40);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);

        var found = Assert.Single((await ReconcileAsync()).Differences);

        Assert.Equal(DifferenceKind.ReturnNotLearned, found.Kind);
        Assert.Equal($"{refund.Id}/1", found.Operation.ToString());
        Assert.Equal(refund.Allocations[0].ProcessorReference, found.Reference);
        Assert.Equal((Shop.Dollars(40), Shop.Dollars(40)), (found.AtProcessor, found.InLedger));

        await ReviewAsync(refund.RecordKey);
        Assert.Empty((await ReconcileAsync()).Differences);
    }

    [Theory]
    [InlineData(SandboxEvent.OpenDispute, DifferenceKind.DisputeNotLearned)]
    [InlineData(SandboxEvent.Void, DifferenceKind.ReturnNotLearned)]
    public async Task A_dispute_or_a_void_of_which_no_notification_came_is_found(
        SandboxEvent what, DifferenceKind expected)
    {
        var capture = Assert.Single(await _shop.CapturedAsync(100));
        await _shop.HappenAsync(capture.ProcessorReference!, what);

        Assert.Equal(expected, Assert.Single((await ReconcileAsync()).Differences).Kind);

        await ReviewAsync(capture.RecordKey);
        Assert.Empty((await ReconcileAsync()).Differences);
    }

    [Fact]
    public async Task A_refund_whose_outcome_was_lost_is_found_until_it_is_learned()
    {
        await _shop.CapturedAsync(10_000);
        var refund = (await _shop.RefundAsync(6004)).Result().Refund;
        await _shop.DeliverAllAsync(atMost: 1);

        var found = Assert.Single((await ReconcileAsync()).Differences);
        Assert.Equal(DifferenceKind.OutcomeNotLearned, found.Kind);

        await _shop.DeliverAllAsync();
        Assert.Equal(RefundStatus.Succeeded, (await _shop.RefundNowAsync(refund.Id)).Status);
        Assert.Empty((await ReconcileAsync()).Differences);
    }

    [Fact]
    public async Task What_the_processor_holds_is_no_difference_nor_when_its_end_is_learned_days_later()
    {
        var refund = await RefundedAsync("tok-refund-pending", 40);
        Assert.Empty((await ReconcileAsync()).Differences);

        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Approve);
        _shop.Clock.Advance(TimeSpan.FromDays(5));
        await ReviewAsync(refund.RecordKey);

        Assert.Empty((await ReconcileAsync()).Differences);
        Assert.Empty((await ReconcileAsync(new ComparedPeriod(
            _shop.Clock.GetUtcNow().AddHours(-1), _shop.Clock.GetUtcNow().AddHours(1)))).Differences);
    }

    [Fact]
    public async Task What_came_back_and_moved_again_days_later_is_no_difference_though_nothing_was_learned_meanwhile()
    {
        var refund = await RefundedAsync("tok-visa", 40);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);
        _shop.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Single((await ReconcileAsync()).Differences);

        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Approve);

        Assert.Empty((await ReconcileAsync()).Differences);
    }

    [Fact]
    public async Task What_only_the_ledger_has_is_found()
    {
        var refund = await RefundedAsync("tok-visa", 40);
        _statement.Change = movement => movement.Kind == MovementKind.Refund ? null : movement;

        var found = Assert.Single((await ReconcileAsync()).Differences);

        Assert.Equal(DifferenceKind.NotAtProcessor, found.Kind);
        Assert.Equal($"{refund.Id}/1", found.Operation.ToString());
        Assert.Null(found.AtProcessor);
    }

    [Fact]
    public async Task Captures_that_a_storefront_recorded_are_not_expected_in_the_statement()
    {
        _shop.SharesMerchantAccount = true;
        await _shop.RegisterAsync(100);
        await _shop.Storefront.CreateAsync(Shop.Organization, Shop.Order, Recorded.Payment, default);
        await _shop.Storefront.RecordAsync(
            Shop.Organization, Shop.Order, Recorded.Capture("t1", 60), default);

        Assert.Empty((await ReconcileAsync()).Differences);
    }

    [Fact]
    public async Task What_is_younger_than_ten_minutes_is_compared_next_time()
    {
        var refund = await RefundedAsync("tok-visa", 40);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);

        var early = await ReconcileAsync(new ComparedPeriod(_start, _start.AddDays(1)), wait: TimeSpan.Zero);
        var late = await ReconcileAsync(new ComparedPeriod(_start, _start.AddDays(1)));

        Assert.Empty(early.Differences);
        Assert.Single(late.Differences);
    }

    [Fact]
    public async Task A_processor_without_a_statement_is_not_reconciled_which_is_no_agreement()
    {
        await _shop.CapturedAsync(100);

        var report = await ReportAsync(Period, statements: []);

        var sandbox = Assert.Single(report.Processors);
        Assert.False(sandbox.HasStatement);
        Assert.Equal([ProcessorName.Sandbox], report.NotReconciled);
    }

    [Fact]
    public async Task Another_organization_s_movements_are_in_no_report()
    {
        await RefundedAsync("tok-visa", 40);

        var report = await ReportAsync(Period, [_statement], OrganizationId.From("other"));

        Assert.Equal((0, 0), (report.Processors[0].Movements, report.Processors[0].Foreign));
        Assert.Empty(report.Differences);
    }

    [Fact]
    public async Task It_reads_what_changed_in_the_period_and_changes_nothing()
    {
        await _shop.CapturedAsync(20, 20, 20, 20, 20);
        _shop.Clock.Advance(TimeSpan.FromDays(2));
        var begun = _shop.Clock.GetUtcNow();
        await _shop.RefundAsync(25);
        await _shop.DeliverAllAsync();
        var sequence = (await _shop.HeadAsync()).Sequence;
        _shop.Clock.Advance(ComparedPeriod.SettlingTime + TimeSpan.FromSeconds(1));
        _shop.Wire.Clear();
        var reconciler = new Reconciler(
            [_statement],
            new ProcessorDirectory([_shop.Processor]),
            new WiredTimeline(_shop.Timeline, _shop.Wire),
            new WiredLedgers(_shop.Ledgers, _shop.Wire),
            _shop.Clock);

        var report = await reconciler.ReconcileAsync(
            await OrganizationAsync(Shop.Organization), new ComparedPeriod(begun, begun.AddHours(1)), default);

        Assert.Equal(2, Assert.Single(report!.Processors).Movements);
        // The head, and the refund; the range reads of two timelines are not on the wire.
        Assert.Equal($"{Calls.LedgerRead} 2", _shop.Wire.Cost);
        Assert.Equal(sequence, (await _shop.HeadAsync()).Sequence);
    }

    [Fact]
    public async Task More_changes_than_can_be_compared_are_rejected()
    {
        var capture = Assert.Single(await _shop.CapturedAsync(100));
        var entries = Enumerable.Range(0, Reconciler.MaxCompared + 1).Select(number => new TimelineEntry(
            Capture.Prefix, Shop.Ledger.Ledger, capture.RecordKey, number, Creates: false, _start));
        await _shop.Timeline.AppendAsync(Shop.Organization, [.. entries], default);
        _shop.Clock.Advance(ComparedPeriod.SettlingTime + TimeSpan.FromSeconds(1));

        var report = await CreateReconciler([_statement]).ReconcileAsync(
            await OrganizationAsync(Shop.Organization), Period, default);

        Assert.Null(report);
    }

    [Fact]
    public async Task The_daily_run_measures_and_logs_each_difference_and_goes_on_after_a_failure()
    {
        var organizations = new InMemoryCredentialStore();
        foreach (var id in (string[])["broken", Shop.Organization.Value])
            Assert.True(await organizations.TryAddAsync(
                await OrganizationAsync(OrganizationId.From(id)), Change(id), default));
        var refund = await RefundedAsync("tok-visa", 40);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);
        _statement.Fails = organization => organization.Value == "broken";
        _shop.Clock.Advance(TimeSpan.FromDays(1));
        using var metrics = new PaymentsMetrics();
        using var measured = new Measured(metrics);
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddFakeLogging())
            .BuildServiceProvider();

        await new DailyReconciliation(
            CreateReconciler([_statement]),
            organizations,
            _shop.Webhooks,
            _shop.Queue,
            metrics,
            _shop.Clock,
            services.GetRequiredService<ILogger<DailyReconciliation>>()).RunAsync(default);

        Assert.Equal(
            [
                ("payments.reconciliation.differences", "ReturnNotLearned"),
                ("payments.reconciliations", "Differs"),
                ("payments.reconciliations", "Failed"),
            ],
            measured.Seen.Order());
        var warning = Assert.Single(
            services.GetFakeLogCollector().GetSnapshot(), line => line.Level == LogLevel.Warning);
        Assert.Contains($"{refund.Id}/1", warning.Message, StringComparison.Ordinal);
        Assert.Equal("ReturnNotLearned", warning.GetStructuredStateValue("Difference"));
    }

    [Fact]
    public async Task Differences_are_an_event_for_each_endpoint_the_same_however_often_the_day_is_reconciled()
    {
        (await _shop.Another().Get<WebhookAdministration>().CreateAsync(
            Shop.Organization, new WebhookChoices(new Uri("https://shop.example/hook"), ""), default)).Accepted();
        var organizations = new InMemoryCredentialStore();
        Assert.True(await organizations.TryAddAsync(
            await OrganizationAsync(Shop.Organization), Change(Shop.Organization.Value), default));
        var refund = await RefundedAsync("tok-visa", 40);
        await _shop.HappenAsync(refund.Allocations[0].ProcessorReference!, SandboxEvent.Decline);
        _shop.Clock.Advance(TimeSpan.FromDays(1));
        using var metrics = new PaymentsMetrics();
        var daily = new DailyReconciliation(
            CreateReconciler([_statement]),
            organizations,
            _shop.Webhooks,
            _shop.Queue,
            metrics,
            _shop.Clock,
            NullLogger<DailyReconciliation>.Instance);
        _shop.Queue.TakeAll();

        await daily.RunAsync(default);
        await daily.RunAsync(default);

        var work = _shop.Queue.TakeAll().Select(entry => entry.Work).Cast<DeliverDifferences>().ToList();
        Assert.Equal(2, work.Count);
        Assert.Equal(work[0].Subject, work[1].Subject);
        Assert.Equal("rec-2026-03-01", work[0].ChainId);
        Assert.Equal([KeyValuePair.Create("ReturnNotLearned", 1)], work[0].Found.Counts);
        await _shop.HandleAsync(work[0]);
        Assert.Equal("rec-2026-03-01", Assert.Single(_shop.Endpoints.Sent).Id);
    }

    private ComparedPeriod Period => new(_start, _start.AddDays(1));

    private async Task<ProcessorReconciliation> ReconcileAsync(ComparedPeriod? period = null, TimeSpan? wait = null)
    {
        _shop.Clock.Advance(wait ?? ComparedPeriod.SettlingTime + TimeSpan.FromSeconds(1));
        return Assert.Single((await ReportAsync(period ?? Period, [_statement])).Processors);
    }

    private async Task<ReconciliationReport> ReportAsync(
        ComparedPeriod period, IProcessorStatement[] statements, OrganizationId? id = null) =>
        (await CreateReconciler(statements).ReconcileAsync(
            await OrganizationAsync(id ?? Shop.Organization), period, default))!;

    private Reconciler CreateReconciler(IProcessorStatement[] statements) => new(
        statements, new ProcessorDirectory([_shop.Processor]), _shop.Timeline, _shop.Ledgers, _shop.Clock);

    private async Task<Organization> OrganizationAsync(OrganizationId id) =>
        (await _shop.Another().Get<IOrganizations>().FindAsync(id, default))!;

    private async Task<Refund> RefundedAsync(string token, decimal amount)
    {
        await _shop.RegisterAsync(100);
        var authorization = (await _shop.AuthorizeAsync(Requests.Authorization(100, token: token))).Result();
        (await _shop.Captures.CaptureAsync(
            Shop.Organization, Requests.Capture(authorization.Id.ToString(), 100), default)).Result();
        var refund = (await _shop.RefundAsync(amount)).Result().Refund;
        await _shop.DeliverAllAsync(atMost: 1);
        return await _shop.RefundNowAsync(refund.Id);
    }

    private AdministrativeChange Change(string id) => new(
        $"chg-{id}",
        _start,
        Actor.Service.Instance,
        OrganizationId.From(id),
        Administered.Organization,
        id,
        ChangeType.Insert,
        "created");

    private Task ReviewAsync(RecordKey record) => _shop.HandleAsync(new ReviewRecord(Shop.Ledger, record));
}
