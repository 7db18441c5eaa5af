using Payments.Handlers.Access;
using Payments.Handlers.Auditing;
using Payments.Handlers.Ports;
using Payments.Handlers.Tests.World;
using Payments.Handlers.Writing;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Handlers.Tests;

/// <summary>Who changed what: by order, by resource, by credential, by time.</summary>
public sealed class AuditTrails
{
    private static readonly CredentialId Clerk = CredentialId.From("flow/clerk");
    private static readonly CredentialId Storefront = CredentialId.From("ordercloud/shop");
    private static readonly AuditRequest Everything = new(null, null, null, null, null, 0, 100);
    private static readonly AuditRequest OfOrder = Everything with { Order = Shop.Order };

    private readonly Shop _shop = new();

    private AuditTrail Trail => _shop.Another().Get<AuditTrail>();

    [Fact]
    public async Task A_request_s_change_names_its_credential_and_the_queue_s_change_the_service()
    {
        await _shop.CapturedAsync(100);
        var refund = (await ActingCaller.RunAsync(Clerk, () => _shop.RefundAsync(40))).Result().Refund;
        await _shop.DeliverAllAsync();

        var changes = await ListAsync(OfOrder with { Resource = refund.Id.ToString() });

        Assert.Equal("flow/clerk", changes[0].Change.Actor!.ToString());
        Assert.True(changes.Count > 1);
        Assert.All(changes.Skip(1), change => Assert.Equal(Actor.Service.Instance, change.Change.Actor));
        Assert.All(changes, change => Assert.Equal(Shop.Order, change.Order));
    }

    [Fact]
    public async Task The_caller_of_one_request_makes_no_other_s_changes()
    {
        await _shop.RegisterAsync(1_000);
        var payment = Requests.CreditPayment(10);
        Task<Answer<CreditPayment>> PayAsync() => _shop.CreditPayments.RecordAsync(Shop.Organization, payment, default);

        await Task.WhenAll(ActingCaller.RunAsync(Clerk, PayAsync), ActingCaller.RunAsync(Storefront, PayAsync));
        await PayAsync();

        Assert.Equal(
            ["flow/clerk", "ordercloud/shop", "service"],
            (await ListAsync(OfOrder)).Select(change => change.Change.Actor!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_order_s_trail_has_the_kinds_that_no_list_has()
    {
        await _shop.RegisterAsync(1_000);
        await ActingCaller.RunAsync(Storefront, () => RecordCaptureAsync("t-1", 60));
        var credit = (await ActingCaller.RunAsync(
            Clerk, () => _shop.Credits.GiveAsync(Shop.Organization, Requests.Credit(10), default))).Result();

        var all = await ListAsync(OfOrder);
        var ofStorefront = await ListAsync(OfOrder with { Actor = "ordercloud/shop" });
        var ofCredit = await ListAsync(Everything with { Resource = credit.Id.ToString() });

        Assert.Equal(
            [typeof(Payment), typeof(Transaction), typeof(Authorization), typeof(Capture), typeof(Credit)],
            all.Select(change => change.Change.Record.GetType()));
        Assert.Equal(all.SkipLast(1), ofStorefront);
        Assert.Equal(all.TakeLast(1), ofCredit);
        Assert.Equal("flow/clerk", Assert.Single(ofCredit).Change.Actor!.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_recorded_capture_that_our_processor_pays_out_is_marked_and_no_other(bool isShared)
    {
        _shop.SharesMerchantAccount = isShared;
        await _shop.CapturedAsync(30);
        await RecordCaptureAsync("t-1", 60);

        var marked = (await ListAsync(OfOrder)).Where(change => change.MakesRecordedMoneyPayable).ToList();

        Assert.Equal(
            isShared ? ["t-1"] : [], marked.Select(change => ((Capture)change.Change.Record).ProcessorReference));
        Assert.Equal(marked, (await ListAsync(Everything)).Where(change => change.MakesRecordedMoneyPayable));
    }

    [Fact]
    public async Task A_period_s_changes_of_all_orders_are_in_order_of_time_page_by_page()
    {
        var began = _shop.Clock.GetUtcNow();
        await _shop.CapturedAsync(10, 20, 30);
        await _shop.RefundAsync(5);
        await _shop.DeliverAllAsync();
        await _shop.CreditPayments.RecordAsync(Shop.Organization, Requests.CreditPayment(10), default);
        var asked = Everything with { From = began };

        var all = await ListAsync(asked);
        var pages = new List<LedgerEntry>();
        for (var offset = 0; offset < all.Count; offset += 2)
            pages.AddRange(await ListAsync(asked with { Limit = 2, Offset = offset }));

        Assert.Equal(all, pages);
        Assert.Equal(all.OrderBy(change => change.Change.At).ThenBy(change => change.Change.Sequence), all);
        Assert.Equal(await ListAsync(OfOrder), all);
        var middle = all[3].Change.At;
        Assert.Equal(
            all.Where(change => change.Change.At < middle),
            await ListAsync(asked with { To = middle }));
        Assert.Equal(
            all.Where(change => change.Change.At >= middle),
            await ListAsync(Everything with { From = middle }));
        Assert.Equal(
            all.Where(change => change.Change.At >= middle), await ListAsync(OfOrder with { From = middle }));
    }

    [Fact]
    public async Task Without_a_beginning_a_day_is_searched()
    {
        await _shop.CapturedAsync(10);
        _shop.Clock.Advance(AuditTrail.DefaultPeriod - TimeSpan.FromSeconds(30));
        Assert.NotEmpty(await ListAsync(Everything));

        _shop.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(await ListAsync(Everything));
        Assert.NotEmpty(await ListAsync(OfOrder));
    }

    [Fact]
    public async Task A_change_that_was_never_committed_is_not_listed()
    {
        await _shop.CapturedAsync(10);
        var listed = await ListAsync(Everything);
        var capture = listed[^1].Change;
        await _shop.Timeline.AppendAsync(
            Shop.Organization,
            [TimelineEntries.Create(Shop.Ledger.Ledger, capture with { Sequence = 99 })!],
            default);

        Assert.Equal(listed, await ListAsync(Everything));
    }

    [Fact]
    public async Task The_search_of_a_period_is_bounded()
    {
        var now = _shop.Clock.GetUtcNow();
        await _shop.Timeline.AppendAsync(
            Shop.Organization,
            [
                .. Enumerable.Range(0, AuditTrail.MaxSearched + 1).Select(number => new TimelineEntry(
                    Refund.Prefix,
                    Shop.Ledger.Ledger,
                    new RecordKey("ref-0"),
                    number,
                    Creates: false,
                    now.AddSeconds(-number))),
            ],
            default);

        Assert.Null(await Trail.ListAsync(Shop.Organization, Everything, default));
        Assert.Empty(await ListAsync(Everything with { From = now.AddHours(-1) }));
    }

    [Fact]
    public async Task Another_organization_s_trail_is_empty_whatever_it_asks_for()
    {
        var capture = (await _shop.CapturedAsync(100))[0];
        var stranger = OrganizationId.From("stranger");

        foreach (var request in new[] { Everything, OfOrder, Everything with { Resource = capture.Id.ToString() } })
        {
            Assert.NotEmpty(await ListAsync(request));
            Assert.Empty((await Trail.ListAsync(stranger, request, default))!);
        }
    }

    [Fact]
    public async Task An_id_of_another_order_or_of_nothing_gives_an_empty_trail()
    {
        var capture = (await _shop.CapturedAsync(100))[0];

        Assert.Empty(await ListAsync(Everything with { Resource = "nonsense" }));
        Assert.Empty(await ListAsync(new AuditRequest(
            OrderNumber.From("other"), capture.Id.ToString(), null, null, null, 0, 100)));
        Assert.Empty(await ListAsync(OfOrder with { Actor = "flow/nobody" }));
    }

    [Fact]
    public void Every_listed_kind_is_searched() =>
        Assert.Equal(
            typeof(IListed).Assembly.GetTypes()
                .Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IListed)))
                .Select(type => (string)type.GetProperty(nameof(IIdentified.Prefix))!.GetValue(null)!)
                .Order(StringComparer.Ordinal),
            AuditTrail.ListedKinds.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Changes_of_credentials_are_among_those_of_the_period_and_of_no_order()
    {
        await _shop.CapturedAsync(10);
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await AdministerAsync();
        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await _shop.RefundAsync(5);
        var period = Everything with { From = _shop.Clock.GetUtcNow().AddHours(-1) };

        var all = await ListAnyAsync(period);
        var pages = new List<AuditEntry>();
        for (var offset = 0; offset < all.Count; offset += 2)
            pages.AddRange(await ListAnyAsync(period with { Limit = 2, Offset = offset }));

        Assert.Equal(all.OrderBy(entry => entry.At), all);
        Assert.Equal(all, pages);
        var changes = all.OfType<AdministrativeEntry>().ToList();
        Assert.Equal(4, changes.Count);
        Assert.All(changes, entry => Assert.Equal("operator/alice", entry.Actor!.ToString()));
        Assert.IsType<LedgerEntry>(all[0]);
        Assert.IsType<LedgerEntry>(all[^1]);
        Assert.Equal(changes, await ListAnyAsync(period with { Actor = "operator/alice" }));
        Assert.Empty((await ListAnyAsync(OfOrder)).OfType<AdministrativeEntry>());
    }

    [Fact]
    public async Task A_credential_s_changes_are_found_by_its_id_and_all_of_an_organization_by_its_own()
    {
        var name = await AdministerAsync();
        _shop.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(
            [ChangeType.Insert, ChangeType.Update, ChangeType.Delete],
            (await ListAnyAsync(Everything with { Resource = name.ToId().Value })).Select(Type));
        Assert.Equal(4, (await ListAnyAsync(Everything with { Resource = Shop.Organization.Value })).Count);
        Assert.Empty(await ListAnyAsync(OfOrder with { Resource = name.ToId().Value }));
        Assert.Empty((await Trail.ListAsync(
            OrganizationId.From("stranger"), Everything with { Resource = name.ToId().Value }, default))!);

        static ChangeType Type(AuditEntry entry) => ((AdministrativeEntry)entry).Change.Type;
    }

    /// <summary>Creates the organization, and creates, rotates and revokes a credential of it.</summary>
    private Task<CredentialName> AdministerAsync() => ActingCaller.RunAsync(
        CredentialId.From("operator/alice"),
        async () =>
        {
            var keys = new CredentialAdministration(_shop.Credentials, _shop.Clock);
            await keys.CreateOrganizationAsync(
                new Organization(Shop.Organization, AllocationPolicy.OldestFirst, TimeSpan.FromDays(7)), default);
            var issued = await keys.CreateAsync(
                new CredentialRequest(Shop.Organization, Api.Flow, Scopes.Read, [], new Merchant()), default);
            var name = issued.Credential.Name;
            await keys.RotateAsync(name, TimeSpan.FromDays(1), default);
            await keys.RevokeAsync(name, null, default);
            return name;
        });

    private async Task<IReadOnlyList<LedgerEntry>> ListAsync(AuditRequest request) =>
        [.. (await ListAnyAsync(request)).Cast<LedgerEntry>()];

    private async Task<IReadOnlyList<AuditEntry>> ListAnyAsync(AuditRequest request) =>
        await Trail.ListAsync(Shop.Organization, request, default)
        ?? throw new InvalidOperationException("The search was given up.");

    private async Task<Answer<LoadedLedger>> RecordCaptureAsync(string id, decimal amount)
    {
        (await _shop.Storefront.CreateAsync(Shop.Organization, Shop.Order, Recorded.Payment, default)).Result();
        return await _shop.Storefront.RecordAsync(
            Shop.Organization, Shop.Order, Recorded.Capture(id, amount), default);
    }
}
